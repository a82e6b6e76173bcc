package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.servers.Databases;
import dev.orderflow.localstack.servers.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;

/** The databases of the services, over one connection each. */
final class Database implements AutoCloseable {

  private static final int FETCH_SIZE = 5_000;

  interface Row {
    void read(ResultSet row) throws SQLException;
  }

  private final PostgresServer server;
  private final Map<Service, Connection> connections = new EnumMap<>(Service.class);
  private final Connection superuser;

  Database(PostgresServer server) {
    this.server = server;
    try {
      for (Service service : Service.values()) connections.put(service, open(service));
      Databases all = server.databases();
      superuser = DriverManager.getConnection(all.jdbcUrl(), all.superuser(), all.password());
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One more connection; a batch of inserts becomes one statement, as the services send it. */
  Connection open(Service service) throws SQLException {
    String name = service.database();
    String url = server.jdbcUrl(name) + "?reWriteBatchedInserts=true";
    return DriverManager.getConnection(url, name, name);
  }

  void execute(Service service, String sql) {
    try (Statement statement = of(service).createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** As the superuser, who needs no foreign key checked that holds by construction. */
  void load(Service service, String sql) {
    Databases all = server.databases();
    String url = server.jdbcUrl(service.database());
    try (Connection connection = DriverManager.getConnection(url, all.superuser(), all.password());
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  long count(Service service, String sql) {
    return number(of(service), sql);
  }

  /** Rows one by one, however many. */
  void query(Service service, String sql, Row reader) {
    Connection connection = of(service);
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet rows = statement.executeQuery(sql)) {
        while (rows.next()) reader.read(rows);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Bytes ever written to the write-ahead log. */
  long walBytes() {
    return number(superuser, "select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
  }

  /** Bytes of all tables of a service with their indexes. */
  long bytes(Service service) {
    return count(
        service,
        "select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r'"
            + " and relnamespace = 'public'::regnamespace");
  }

  @Override
  public void close() {
    try {
      for (Connection connection : connections.values()) connection.close();
      superuser.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection of(Service service) {
    Connection connection = connections.get(service);
    if (connection == null) throw new IllegalStateException(service + " has no connection");
    return connection;
  }

  private static long number(Connection connection, String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
