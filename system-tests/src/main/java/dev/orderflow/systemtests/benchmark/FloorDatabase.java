package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.orderflow.localstack.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** One service's database, written to by nothing but statements like its own. */
final class FloorDatabase implements AutoCloseable {

  private final Connection connection;
  private long relayed;

  FloorDatabase(Database database, Service service) {
    try {
      connection = database.open(service);
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  Table table(String name) throws SQLException {
    return new Table(connection, name);
  }

  void select(String sql, List<String> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", values.toArray()));
      statement.executeQuery().close();
    }
  }

  void update(String sql, List<String> values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, connection.createArrayOf("text", values.toArray()));
      statement.executeUpdate();
    }
  }

  void publish(List<ConsumerRecord<byte[], byte[]>> records) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into outbox (topic, record_key, headers, value) values (?, ?, ?, ?)")) {
      for (ConsumerRecord<byte[], byte[]> record : records) {
        statement.setString(1, record.topic());
        statement.setBytes(2, record.key());
        statement.setString(3, headers(record));
        statement.setBytes(4, record.value());
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Reads the outbox as if to publish it, and deletes what was read. */
  void relay(int limit) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select id, topic, record_key, headers, value from outbox where id > "
                    + relayed
                    + " order by id limit "
                    + limit)) {
      while (rows.next()) ids.add(rows.getLong(1));
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
            delete from outbox using unhurried where id = any (?)\
            """)) {
      statement.setArray(1, connection.createArrayOf("int8", ids.toArray()));
      statement.executeUpdate();
    }
    commit();
    if (!ids.isEmpty()) relayed = ids.getLast();
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private static String headers(ConsumerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> header.key() + ":" + new String(header.value(), UTF_8))
        .collect(joining("\n"));
  }
}
