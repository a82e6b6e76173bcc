package dev.orderflow.localstack.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

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

  /** The folder that the server keeps them in; nothing while it does not answer. */
  Optional<Path> folder() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("show data_directory")) {
      rows.next();
      return Optional.of(Path.of(rows.getString(1)));
    } catch (SQLException e) {
      return Optional.empty();
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
