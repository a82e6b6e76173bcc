package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Table.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Confirmed orders of a run, with all their rows and records. */
final class Sample {

  private static final int ORDERS = 10_000;

  private static final Map<String, Service> TABLES =
      Map.of(
          "reservation", Service.INVENTORY,
          "payment", Service.PAYMENT,
          "notification", Service.NOTIFICATION);

  private final List<Row> orders;

  /** By table, or by type of event; then by order. */
  private final Map<String, Map<String, Row>> rows = new HashMap<>();

  private final Map<String, Map<String, ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();

  /**
   * @param starts where the run's records begin
   */
  Sample(Placements run, Database database, Topics topics, Map<TopicPartition, Long> starts) {
    orders =
        read(
            database,
            Service.ORDER,
            "orders",
            "status = 'CONFIRMED' and created_at >= '%s' order by id limit %d"
                .formatted(run.start(), ORDERS));
    TABLES.forEach((table, service) ->
        read(database, service, table, "true").forEach(row -> note(table, row)));
    read(database, Service.ORDER, "order_event", "true")
        .forEach(row -> note(row.text("type"), row));
    topics.readRecordsFrom(
        starts,
        record ->
            records
                .computeIfAbsent(Topics.typeOf(record), _ -> new HashMap<>())
                .putIfAbsent(Topics.keyOf(record), record));
  }

  private void note(String kind, Row row) {
    rows.computeIfAbsent(kind, _ -> new HashMap<>()).put(row.text("order_id"), row);
  }

  private static List<Row> read(
      Database database, Service service, String table, String condition) {
    try (Connection connection = database.open(service)) {
      return new Table(connection, table).read(condition);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Row> orders() {
    return orders;
  }

  List<Row> rows(String table, List<String> ids) {
    return pick(rows, table, ids);
  }

  /** What the orders' histories have of a type of event. */
  List<Row> history(String type, List<String> ids) {
    return pick(rows, type, ids);
  }

  List<ConsumerRecord<byte[], byte[]>> records(String type, List<String> ids) {
    return pick(records, type, ids);
  }

  private static <T> List<T> pick(Map<String, Map<String, T>> all, String kind, List<String> ids) {
    Map<String, T> byOrder = all.getOrDefault(kind, Map.of());
    return ids.stream().map(byOrder::get).filter(Objects::nonNull).toList();
  }
}
