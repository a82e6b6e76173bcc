package dev.orderflow.systemtests;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The databases of the services, entered by their roles. */
public final class Database {

  private final Ports ports;

  public Database(Ports ports) {
    this.ports = ports;
  }

  /** Reads a row of a result. */
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  public <T> List<T> query(Service service, String sql, Row<T> mapper) {
    try (Connection connection = connect(service);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) all.add(mapper.of(rows));
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the one row. */
  public long number(Service service, String sql) {
    return query(service, sql, row -> row.getLong(1)).getFirst();
  }

  /** Returns how many rows it changed. */
  public int update(Service service, String sql) {
    try (Connection connection = connect(service)) {
      return connection.createStatement().executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To be closed by the caller. */
  public Connection connect(Service service) throws SQLException {
    String name = service.database();
    String url = "jdbc:postgresql://localhost:" + ports.of(Port.POSTGRES) + "/" + name;
    return DriverManager.getConnection(url, name, name);
  }
}
