package dev.orderflow.order;

import static java.util.stream.Collectors.toMap;

import dev.orderflow.jdbc.Rows;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Placement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Inserts orders with one statement, which also finds out whose idempotency key is taken, and gives
 * each its number and its deadline.
 */
@Component
class NewOrders {

  /** PostgreSQL's lock_not_available, for which Spring has no exception of its own. */
  private static final String LOCK_TIMEOUT = "55P03";

  /**
   * In milliseconds, for a key that was waited for already. Many such keys in one group, as those
   * of an instance that is paused, must not keep everybody else waiting.
   */
  private static final int SHORT_WAIT = 20;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private record Row(Placement placement, Instant at) {}

  private record Numbered(UUID orderId, long number, Instant statedAt) {}

  private final Rows<Row> rows =
      Rows.<Row>none()
          .with("id", "uuid", row -> row.placement.orderId())
          .with("caller", "text", row -> row.placement.caller())
          .with("idempotency_key", "text", row -> row.placement.idempotencyKey())
          .with("request_hash", "uuid", row -> row.placement.requestHash())
          .with("customer_name", "text", row -> row.placement.customer().name())
          .with("customer_email", "text", row -> row.placement.customer().email())
          .with("lines", "jsonb", row -> json(row.placement.lines()))
          .with("total", "numeric", row -> row.placement.total().amount())
          .with("currency", "text", row -> row.placement.total().currency().getCurrencyCode())
          .with("shipping_address", "jsonb", row -> json(row.placement.shippingAddress()))
          .with("payment_token", "text", row -> row.placement.paymentToken())
          .with("created_at", "timestamptz", row -> row.at)
          .with("updated_at", "timestamptz", row -> row.at);

  private final JdbcTemplate jdbc;
  private final Moments moments;
  private final Clock clock;
  private final String insert;

  NewOrders(JdbcTemplate jdbc, Moments moments, OrderSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.moments = moments;
    this.clock = clock;
    insert =
        """
        insert into orders (%s, stated_at, deadline_at, redrive_at)
        select row.*, now(), now() + interval '%s', now() + least(interval '%s', interval '%2$s')
        from %s
        on conflict (caller, idempotency_key) do nothing
        returning id, number, stated_at\
        """
            .formatted(rows.names(), settings.deadline(), settings.redriveAfter(), rows.source());
  }

  /**
   * Waits for other transactions that are just inserting the same keys.
   *
   * @return the new orders by id; those are missing whose key is taken, by another of these too
   * @throws OrderRefused.StillPlacing if it waited too long for one of the keys
   */
  Map<UUID, Order> insert(Collection<Placement> placements) {
    // Of what is less the database keeps nothing, and the order would differ from its row.
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<UUID, Placement> byId =
        placements.stream().collect(toMap(Placement::orderId, Function.identity()));
    try {
      return numbered(placements, at).stream()
          .collect(toMap(Numbered::orderId, row -> order(row, byId, at)));
    } catch (DataAccessException e) {
      throw waitedForAKey(e) ? new OrderRefused.StillPlacing() : e;
    }
  }

  /** To be called in a transaction before it inserts: it then waits for hardly any key. */
  void waitNoMore() {
    jdbc.execute("set local lock_timeout = " + SHORT_WAIT);
  }

  // Where PostgreSQL waited for another transaction's row it says so; of a lock on the whole table,
  // which keeps all orders out, it says nothing but that it timed out.
  private static boolean waitedForAKey(DataAccessException failure) {
    return failure.getMostSpecificCause() instanceof PSQLException refusal
        && LOCK_TIMEOUT.equals(refusal.getSQLState())
        && refusal.getServerErrorMessage() != null
        && refusal.getServerErrorMessage().getWhere() != null;
  }

  private List<Numbered> numbered(Collection<Placement> placements, Instant at) {
    return rows.query(
        jdbc,
        insert,
        placements.stream().map(placement -> new Row(placement, at)).toList(),
        (row, _) ->
            new Numbered(
                row.getObject("id", UUID.class),
                row.getLong("number"),
                row.getObject("stated_at", OffsetDateTime.class).toInstant()));
  }

  private Order order(Numbered row, Map<UUID, Placement> placements, Instant at) {
    Placement placement = placements.get(row.orderId);
    if (placement == null) throw new IllegalStateException("an order that nobody placed");
    return Order.place(placement, row.number, at, moments.at(row.statedAt));
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : MAPPER.writeValueAsString(value);
  }
}
