package dev.orderflow.systemtests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.JsonNode;

/**
 * Gathers the {@link Facts} by SQL, from the topics, the payment provider and the inbox of a system
 * that runs on this machine, whoever started it.
 */
public final class FactFinder {

  private static final int MAILS_PER_PAGE = 500;
  private static final Pattern SHOWN_TOTAL = Pattern.compile("(?m)^Total: (.*?)\\s*$");

  private final Shop shop;
  private final Database database;
  private final Topics topics;

  public FactFinder(Ports ports) {
    this.shop = new Shop(ports);
    this.database = new Database(ports);
    this.topics = new Topics(ports);
  }

  public Facts gather() {
    List<Facts.Published> published = new ArrayList<>();
    List<Facts.Position> unreadable = new ArrayList<>();
    topics.forEach(Topics.all(), record -> read(record, published, unreadable));
    return new Facts(
        orders(),
        stock(),
        reservations(),
        payments(),
        ledger(),
        mails(),
        published,
        unreadable,
        parked(),
        outboxes(),
        topics.lags(),
        new Leaks(database, topics).found());
  }

  /** No order, payment or mail waits for anything, and nothing is to be published or read. */
  public boolean isQuiet() {
    return count(Service.ORDER, "orders where redrive_at is not null") == 0
        && count(Service.PAYMENT, "payment where next_attempt_at is not null") == 0
        && count(Service.NOTIFICATION, "notification where state = 'PENDING'") == 0
        && isZero(outboxes())
        && isZero(topics.lags());
  }

  /** The rows that are still to be published, by service. */
  public Map<String, Long> outboxes() {
    Map<String, Long> pending = new TreeMap<>();
    for (Service service : Service.values())
      pending.put(service.folder(), count(service, "outbox"));
    return pending;
  }

  /** Since when all records are still on the topics; the beginning of time if none was deleted. */
  public Instant recordsKeptSince() {
    return topics.keptSince();
  }

  /** The records that are still to be read, by consumer group. */
  public Map<String, Long> lags() {
    return topics.lags();
  }

  public List<Facts.Stock> stock() {
    return database.query(
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

  private long count(Service service, String rows) {
    return database.number(service, "select count(*) from " + rows);
  }

  private static boolean isZero(Map<String, Long> counts) {
    return counts.values().stream().allMatch(count -> count == 0);
  }

  private List<Facts.Order> orders() {
    Map<UUID, List<Facts.Recorded>> histories = histories();
    return database.query(
        Service.ORDER,
        "select *, stated_at >= deadline_at as overdue from orders order by id",
        row -> order(row, histories));
  }

  private Map<UUID, List<Facts.Recorded>> histories() {
    record Entry(UUID orderId, Facts.Recorded recorded) {}
    return database
        .query(
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
        .collect(groupingBy(Entry::orderId, mapping(Entry::recorded, toList())));
  }

  private static Facts.Order order(ResultSet row, Map<UUID, List<Facts.Recorded>> histories)
      throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    String stock = row.getString("stock");
    String payment = row.getString("payment");
    boolean settled =
        row.getString("status").equals("CONFIRMED")
            ? stock.equals("COMMITTED") && payment.equals("CAPTURED")
            : stock.equals("RELEASED") && List.of("VOIDED", "REFUNDED").contains(payment);
    String reason = row.getString("cancellation_reason");
    return new Facts.Order(
        id,
        row.getString("caller") + "/" + row.getString("idempotency_key"),
        row.getString("customer_email"),
        row.getString("status"),
        reason == null ? "" : reason,
        row.getBoolean("overdue"),
        row.getObject("confirmed_at") != null,
        settled,
        refusedMails(row),
        row.getBigDecimal("total"),
        row.getString("currency"),
        lines(row.getString("lines")),
        row.getInt("version"),
        histories.getOrDefault(id, List.of()));
  }

  private static Set<String> refusedMails(ResultSet row) throws SQLException {
    Set<String> refused = new HashSet<>();
    if (row.getString("confirmation_mail").equals("FAILED")) refused.add("confirmed");
    if (row.getString("cancellation_mail").equals("FAILED")) refused.add("cancelled");
    return refused;
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

  private List<Facts.Reservation> reservations() {
    return database.query(
        Service.INVENTORY,
        "select * from reservation order by order_id",
        row ->
            new Facts.Reservation(
                row.getObject("order_id", UUID.class),
                row.getString("state"),
                lines(row.getString("lines"))));
  }

  private List<Facts.Payment> payments() {
    return database.query(
        Service.PAYMENT,
        "select * from payment order by order_id",
        row ->
            new Facts.Payment(
                row.getObject("order_id", UUID.class),
                row.getString("state"),
                row.getBigDecimal("amount"),
                row.getString("currency"),
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
                line.get("amount").asLong(),
                line.get("currency").asString()))
        .toList();
  }

  private List<Facts.Mail> mails() {
    List<Facts.Mail> mails = new ArrayList<>();
    while (true) {
      List<Facts.Mail> page =
          shop.mails(mails.size(), MAILS_PER_PAGE)
              .get("messages")
              .valueStream()
              .map(this::mail)
              .toList();
      if (page.isEmpty()) return mails;
      mails.addAll(page);
    }
  }

  private Facts.Mail mail(JsonNode listed) {
    JsonNode message = shop.mail(listed.get("ID").asString());
    Matcher total = SHOWN_TOTAL.matcher(message.get("Text").asString(""));
    return new Facts.Mail(
        message.get("MessageID").asString(),
        message.at("/To/0/Address").asString(),
        total.find() ? total.group(1) : "",
        Instant.parse(listed.get("Created").asString()));
  }

  private List<Facts.Parked> parked() {
    return Stream.of(Service.values())
        .flatMap(service ->
            database
                .query(
                    service, "select * from parked_event order by id", row -> parked(service, row))
                .stream())
        .toList();
  }

  private static Facts.Parked parked(Service service, ResultSet row) throws SQLException {
    byte[] value = row.getBytes("value");
    return new Facts.Parked(
        service.folder(),
        new Facts.Position(
            row.getString("topic"), row.getInt("partition"), row.getLong("record_offset")),
        row.getString("reason"),
        value == null ? "" : new String(value, ISO_8859_1));
  }

  private static void read(
      ConsumerRecord<byte[], byte[]> record,
      List<Facts.Published> published,
      List<Facts.Position> unreadable) {
    Facts.Position position = Topics.positionOf(record);
    switch (Topics.decode(record)) {
      case Decoded.UnknownType _ -> {}
      case Decoded.Unreadable _ -> unreadable.add(position);
      case Decoded.Known known ->
          published.add(
              new Facts.Published(
                  position,
                  new String(record.key(), UTF_8),
                  known.envelope().id(),
                  known.envelope().source().id(),
                  known.envelope().type().name(),
                  known.envelope().sequence()));
    }
  }
}
