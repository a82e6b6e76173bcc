package dev.orderflow.order;

import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Placement;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Inserts an order with one statement, which also finds out that its idempotency key is taken, and
 * gives it its number and its deadline.
 */
@Component
class NewOrders {

  private static final String INSERT =
      """
      insert into orders
        (id, caller, idempotency_key, request_hash, customer_name, customer_email, lines, total,
         currency, shipping_address, payment_token, created_at, updated_at, stated_at, deadline_at,
         redrive_at)
      values
        (:id, :caller, :key, :hash, :name, :email, :lines::jsonb, :total, :currency,
         :address::jsonb, :token, :at, :at, now(), now() + :deadline::interval,
         now() + least(:redrive::interval, :deadline::interval))
      on conflict (caller, idempotency_key) do nothing
      returning number, stated_at\
      """;

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private final JdbcClient jdbc;
  private final Moments moments;
  private final OrderSettings settings;
  private final Clock clock;

  NewOrders(JdbcClient jdbc, Moments moments, OrderSettings settings, Clock clock) {
    this.jdbc = jdbc;
    this.moments = moments;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Waits for another transaction that is just inserting the same key.
   *
   * @return empty if the key is taken
   */
  Optional<Order> insert(Placement placement) {
    // PostgreSQL would round what it cannot keep, and the order would differ from its row.
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    OffsetDateTime shown = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    return jdbc.sql(INSERT)
        .param("id", placement.orderId())
        .param("caller", placement.caller())
        .param("key", placement.idempotencyKey())
        .param("hash", placement.requestHash())
        .param("name", placement.customer().name())
        .param("email", placement.customer().email())
        .param("lines", json(placement.lines()))
        .param("total", placement.total().amount())
        .param("currency", placement.total().currency().getCurrencyCode())
        .param("address", json(placement.shippingAddress()))
        .param("token", placement.paymentToken())
        .param("at", shown)
        .param("deadline", settings.deadline().toString())
        .param("redrive", settings.redriveAfter().toString())
        .query((row, _) -> {
          Instant now = row.getObject("stated_at", OffsetDateTime.class).toInstant();
          return Order.place(placement, row.getLong("number"), at, moments.at(now));
        })
        .optional();
  }

  private static @Nullable String json(@Nullable Object value) {
    return value == null ? null : MAPPER.writeValueAsString(value);
  }
}
