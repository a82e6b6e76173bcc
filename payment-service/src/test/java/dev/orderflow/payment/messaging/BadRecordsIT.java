package dev.orderflow.payment.messaging;

import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.BadRecordsContract;
import dev.orderflow.messaging.testing.WrittenRecord;
import dev.orderflow.payment.PlacedOrder;
import dev.orderflow.payment.RunningPayments;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever a stranger writes to the topic, it is put aside alone and the next order is served. */
class BadRecordsIT extends RunningPayments implements BadRecordsContract {

  @Autowired private MeterRegistry metrics;

  @Override
  public EventSource service() {
    return EventSource.PAYMENT_SERVICE;
  }

  @Override
  public EventEnvelope<?> event() {
    return anOrder().created();
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "pm_card_visa";
  }

  @Override
  public boolean isApplied(EventEnvelope<?> event) {
    return jdbc.queryForObject(
        "select exists(select from payment where order_id = ?)", Boolean.class, event.orderId());
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    return Stream.concat(money(), steps());
  }

  private static Stream<BadRecord> money() {
    return Stream.of(
        money(
            "another total", "\"total\":{\"amount\":\"25.80\"", "\"total\":{\"amount\":\"25.81\""),
        money("no such currency", "\"currency\":\"EUR\"", "\"currency\":\"XX\""),
        money("no currency for money", "\"currency\":\"EUR\"", "\"currency\":\"XXX\""),
        money(
            "two currencies",
            "\"25.80\",\"currency\":\"EUR\"}}]",
            "\"25.80\",\"currency\":\"USD\"}}]"),
        money("more decimals", "\"25.80\"", "\"25.801\""),
        money("an exponent", "\"25.80\"", "\"1e999999999\""),
        money("negative", "\"25.80\"", "\"-25.80\""),
        money("digits without end", "\"25.80\"", "\"" + "9".repeat(50_000) + "\""),
        money("a JSON number", "\"25.80\"", "25.80"));
  }

  private static BadRecord money(String name, String part, String other) {
    return BadRecord.of(
        name, WrittenRecord.of(anOrder().created()).replacing(part, other), WRONG_SHAPE);
  }

  private static Stream<BadRecord> steps() {
    PlacedOrder unknown = anOrder();
    PlacedOrder dearer = anOrder();
    PlacedOrder foreign = anOrder();
    PlacedOrder cancelled = anOrder();
    return Stream.of(
        BadRecord.of("unknown order", WrittenRecord.of(unknown.confirmed()), UNKNOWN_ORDER),
        BadRecord.after(
            List.of(dearer.created()),
            "same id, another amount",
            dearer.retoldAt("25.81", "EUR").created(),
            CONTRADICTION),
        BadRecord.after(
            List.of(foreign.created()),
            "same id, another currency",
            foreign.retoldAt("25.80", "USD").created(),
            CONTRADICTION),
        BadRecord.after(
            List.of(cancelled.cancelled()),
            "confirmed after its cancellation",
            cancelled.confirmedAfterCancellation(),
            FORBIDDEN_TRANSITION));
  }

  @Override
  public JdbcTemplate jdbc() {
    return jdbc;
  }

  @Override
  public MeterRegistry metrics() {
    return metrics;
  }

  private static PlacedOrder anOrder() {
    return PlacedOrder.paidWith("pm_card_visa");
  }
}
