package dev.orderflow.order;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Rows;
import dev.orderflow.order.domain.Entry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What happened to every order: its own events and those of the others that it took in. The payment
 * token is never written here.
 */
@Component
public class OrderHistory {

  private static final String MASKED = "***";

  private static final String[] KNOWN_TYPES =
      EventType.all().stream().map(EventType::name).toArray(String[]::new);

  /**
   * @param traceparent of an own event, to publish it again in the same trace
   */
  record Line(Entry entry, @Nullable String traceparent) {

    private EventEnvelope<? extends Event> event() {
      return entry.event();
    }
  }

  /**
   * An event as it stands in the history. Its type may be one that a newer version has written.
   *
   * @param name of its type, such as {@code OrderCreated}
   * @param data JSON
   */
  public record Told(
      UUID id,
      String name,
      String source,
      long sequence,
      @Nullable UUID causationId,
      Instant time,
      String data) {}

  /** An own event, to be published again. */
  record Statement(EventEnvelope<? extends Event> event, @Nullable String traceparent) {}

  /**
   * An event in the history of one order. The id alone may be that of another order's event too,
   * which a stranger has copied.
   */
  record Key(UUID orderId, UUID eventId) {

    static Key of(EventEnvelope<?> event) {
      return new Key(event.orderId(), event.id());
    }
  }

  private static final Rows.Write<Line> INSERT =
      Rows.<Line>none()
          .with("order_id", "uuid", line -> line.event().orderId())
          .with("version", "integer", line -> line.entry.version())
          .with("event_id", "uuid", line -> line.event().id())
          .with("type", "text", line -> line.event().type().name())
          .with("source", "text", line -> line.event().source().id())
          .with("sequence", "bigint", line -> line.event().sequence())
          .with("causation_id", "uuid", line -> line.event().causationId())
          .with("time", "timestamptz", line -> line.event().time())
          .with("traceparent", "text", Line::traceparent)
          .with("data", "text", line -> EventJson.writeText(masked(line.event().data())))
          .insertInto("order_event");

  private final JdbcTemplate jdbc;

  OrderHistory(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The events of an order in the order in which they became true: a cause before its effect. */
  public List<Told> of(UUID orderId) {
    List<Told> byVersion =
        jdbc.query(
            "select * from order_event where order_id = ? order by version",
            (row, _) -> told(row),
            orderId);
    Map<UUID, Instant> times = new HashMap<>();
    byVersion.forEach(event -> times.put(event.id(), notBeforeItsCauses(event, times)));
    return byVersion.stream().sorted(comparing(event -> times.get(event.id()))).toList();
  }

  // The clocks of two services may differ by more than an answer takes, and be set back. What an
  // order states itself follows from all that it had stated and heard: a confirmation has two
  // causes, a cancellation by its customer none that is an event.
  private static Instant notBeforeItsCauses(Told event, Map<UUID, Instant> times) {
    Stream<Instant> causes =
        event.source().equals(EventSource.ORDER_SERVICE.id())
            ? times.values().stream()
            : Stream.ofNullable(times.get(event.causationId()));
    return Stream.concat(Stream.of(event.time()), causes).max(naturalOrder()).orElseThrow();
  }

  Change insert(List<Line> lines) {
    return INSERT.of(lines);
  }

  private static Event masked(Event event) {
    if (!(event instanceof OrderCreated created)) return event;
    return new OrderCreated(
        created.orderId(),
        created.orderNumber(),
        created.customer(),
        created.lines(),
        created.total(),
        MASKED,
        created.shippingAddress());
  }

  /**
   * Those of these events that the histories of their orders hold; not all that they hold, which in
   * a batch that is read anew may be more than fits into memory.
   */
  Map<Key, Event> recordedAmong(List<EventEnvelope<?>> events) {
    if (events.isEmpty()) return new HashMap<>();
    return jdbc
        .query(
            "select * from order_event where order_id = any(?) and event_id = any(?)",
            (row, _) -> event(row),
            idsOf(events, EventEnvelope::orderId),
            idsOf(events, EventEnvelope::id))
        .stream()
        .collect(toMap(Key::of, EventEnvelope::data, (first, _) -> first, HashMap::new));
  }

  private static UUID[] idsOf(List<EventEnvelope<?>> events, Function<EventEnvelope<?>, UUID> id) {
    return events.stream().map(id).distinct().toArray(UUID[]::new);
  }

  /**
   * The own events of each of these orders, the first one first, by order id; without those of
   * types that only a newer version knows, which must not hold up the others.
   */
  Map<UUID, List<Statement>> statements(UUID[] orderIds) {
    return jdbc
        .query(
            """
            select * from order_event
            where order_id = any(?) and source = ? and type = any(?) order by order_id, version\
            """,
            (row, _) -> new Statement(event(row), row.getString("traceparent")),
            orderIds,
            EventSource.ORDER_SERVICE.id(),
            KNOWN_TYPES)
        .stream()
        .collect(groupingBy(statement -> statement.event().orderId()));
  }

  private static Told told(ResultSet row) throws SQLException {
    return new Told(
        row.getObject("event_id", UUID.class),
        row.getString("type"),
        row.getString("source"),
        row.getLong("sequence"),
        row.getObject("causation_id", UUID.class),
        row.getObject("time", OffsetDateTime.class).toInstant(),
        row.getString("data"));
  }

  private static EventEnvelope<? extends Event> event(ResultSet row) throws SQLException {
    Told told = told(row);
    return new EventEnvelope<>(
        told.id(),
        EventSource.byId(told.source()).orElseThrow(),
        EventJson.read(told.data(), EventType.byName(told.name()).orElseThrow().payload()),
        told.time(),
        told.sequence(),
        told.causationId());
  }
}
