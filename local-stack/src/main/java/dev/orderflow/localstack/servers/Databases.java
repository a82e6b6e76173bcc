package dev.orderflow.localstack.servers;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The databases of a PostgreSQL server, as its superuser sees them. */
public record Databases(String jdbcUrl, String superuser, String password) {

  /**
   * Makes sure of a database and of a role of the same name that owns it. No other role but the
   * superuser can connect to it.
   */
  public void create(String name, String password) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      if (isMissing(statement, "select from pg_roles where rolname = '" + name + "'")) {
        statement.execute("create role \"" + name + "\" login password '" + password + "'");
      }
      if (isMissing(statement, "select from pg_database where datname = '" + name + "'")) {
        statement.execute("create database \"" + name + "\" owner \"" + name + "\"");
      }
      statement.execute("revoke all on database \"" + name + "\", postgres, template1 from public");
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create the database " + name, e);
    }
  }

  boolean answer() {
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, superuser, password);
  }

  private static boolean isMissing(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return !rows.next();
    }
  }
}
