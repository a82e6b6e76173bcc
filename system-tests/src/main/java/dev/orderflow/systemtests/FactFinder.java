package dev.orderflow.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import tools.jackson.databind.JsonNode;

/**
 * Gathers the {@link Facts} by SQL, from the topics, the payment provider and the inbox of a system
 * that runs on this machine, whoever started it.
 */
public final class FactFinder {

  private static final int MAILS_PER_PAGE = 500;
  private static final List<String> TOPICS =
      List.of("orders", "inventory", "payments", "notifications");

  private final Ports ports;
  private final Shop shop;

  public FactFinder(Ports ports) {
    this.ports = ports;
    this.shop = new Shop(ports);
  }

  public Facts gather() {
    return new Facts(
        orders(),
        stock(),
        reservations(),
        payments(),
        ledger(),
        mails(),
        published(),
        parked(),
        outboxes());
  }

  /** No order waits for anything, and no event waits to be published. */
  public boolean isQuiet() {
    boolean open =
        query(Service.ORDER, "select 1 from orders where redrive_at is not null limit 1", _ -> true)
            .stream()
            .findAny()
            .isPresent();
    return !open && outboxes().values().stream().allMatch(pending -> pending == 0);
  }

  /** The rows that are still to be published, by service. */
  public Map<String, Long> outboxes() {
    Map<String, Long> pending = new TreeMap<>();
    for (Service service : Service.values()) {
      pending.put(
          service.folder(),
          query(service, "select count(*) from outbox", row -> row.getLong(1)).getFirst());
    }
    return pending;
  }

  private List<Facts.Order> orders() {
    Map<UUID, List<Facts.Recorded>> histories = histories();
    return query(Service.ORDER, "select * from orders order by id", row -> order(row, histories));
  }

  private Map<UUID, List<Facts.Recorded>> histories() {
    record Entry(UUID orderId, Facts.Recorded recorded) {}
    return query(
            Service.ORDER,
            "select * from order_event order by order_id, version",
            row ->
                new Entry(
                    row.getObject("order_id", UUID.class),
                    new Facts.Recorded(
                        row.getInt("version"),
                        row.getObject("event_id", UUID.class),
                        row.getString("source"),
                        row.getString("type"),
                        row.getLong("sequence"))))
        .stream()
        .collect(
            groupingBy(
                Entry::orderId,
                java.util.stream.Collectors.mapping(
                    Entry::recorded, java.util.stream.Collectors.toList())));
  }

  private static Facts.Order order(ResultSet row, Map<UUID, List<Facts.Recorded>> histories)
      throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String stock = row.getString("stock");
    String payment = row.getString("payment");
    boolean settled =
        row.getString("status").equals("CONFIRMED")
            ? stock.equals("COMMITTED") && payment.equals("CAPTURED")
            : List.of("RELEASED", "REJECTED").contains(stock)
                && List.of("VOIDED", "REFUNDED", "DECLINED").contains(payment);
    return new Facts.Order(
        id,
        row.getString("caller") + "/" + row.getString("idempotency_key"),
        row.getString("status"),
        row.getObject("confirmed_at") != null,
        settled,
        row.getBigDecimal("total"),
        row.getString("currency"),
        lines(row.getString("lines")),
        row.getInt("version"),
        histories.getOrDefault(id, List.of()));
  }

  private static List<Facts.Line> lines(String json) {
    return Http.JSON
        .readTree(json)
        .valueStream()
        .map(line ->
            new Facts.Line(
                line.get("sku").asString(),
                line.get("quantity").asLong(),
                new BigDecimal(line.at("/unitPrice/amount").asString("0"))))
        .toList();
  }

  private List<Facts.Stock> stock() {
    return query(
        Service.INVENTORY,
        "select * from stock order by sku",
        row ->
            new Facts.Stock(
                row.getString("sku"),
                row.getLong("on_hand"),
                row.getLong("reserved"),
                row.getLong("restocked"),
                row.getLong("committed"),
                row.getLong("returned")));
  }

  private List<Facts.Reservation> reservations() {
    return query(
        Service.INVENTORY,
        "select * from reservation order by order_id",
        row ->
            new Facts.Reservation(
                row.getObject("order_id", UUID.class),
                row.getString("state"),
                lines(row.getString("lines"))));
  }

  private List<Facts.Payment> payments() {
    return query(
        Service.PAYMENT,
        "select * from payment order by order_id",
        row ->
            new Facts.Payment(
                row.getObject("order_id", UUID.class),
                row.getString("state"),
                row.getBigDecimal("amount"),
                row.getString("token") != null));
  }

  private List<Facts.Charge> ledger() {
    return shop.ledger()
        .valueStream()
        .map(line ->
            new Facts.Charge(
                line.get("orderId").asString(),
                line.get("operation").asString(),
                line.get("paymentIntent").asString(),
                line.get("amount").asLong()))
        .toList();
  }

  private List<Facts.Mail> mails() {
    List<Facts.Mail> mails = new ArrayList<>();
    while (true) {
      List<Facts.Mail> page =
          shop.mails(mails.size(), MAILS_PER_PAGE)
              .get("messages")
              .valueStream()
              .map(FactFinder::mail)
              .toList();
      if (page.isEmpty()) return mails;
      mails.addAll(page);
    }
  }

  private static Facts.Mail mail(JsonNode message) {
    return new Facts.Mail(
        message.get("MessageID").asString(), message.at("/To/0/Address").asString());
  }

  private List<Facts.Parked> parked() {
    return Stream.of(Service.values())
        .flatMap(service ->
            query(
                service,
                "select * from parked_event",
                row ->
                    new Facts.Parked(
                        service.folder(),
                        row.getString("topic"),
                        row.getInt("partition"),
                        row.getLong("record_offset"),
                        row.getString("reason"),
                        new String(
                            row.getBytes("value") == null ? new byte[0] : row.getBytes("value"),
                            UTF_8)))
                .stream())
        .toList();
  }

  private List<Facts.Published> published() {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", "localhost:" + ports.of(Port.KAFKA)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          TOPICS.stream()
              .flatMap(topic -> consumer.partitionsFor(topic).stream())
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      List<Facts.Published> published = new ArrayList<>();
      while (end.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> published.add(published(record)));
      }
      return published;
    }
  }

  private static Facts.Published published(ConsumerRecord<byte[], byte[]> record) {
    return new Facts.Published(
        record.topic(),
        record.partition(),
        record.offset(),
        new String(record.key(), UTF_8),
        UUID.fromString(header(record, "ce_id")),
        header(record, "ce_source"),
        header(record, "ce_type"),
        Long.parseLong(header(record, "ce_sequence")));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Reads a row of a result. */
  public interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  public <T> List<T> query(Service service, String sql, Row<T> mapper) {
    String database = service.database();
    String url = "jdbc:postgresql://localhost:" + ports.of(Port.POSTGRES) + "/" + database;
    try (Connection connection = DriverManager.getConnection(url, database, database);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      List<T> all = new ArrayList<>();
      while (rows.next()) all.add(mapper.of(rows));
      return all;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
