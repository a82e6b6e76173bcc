package dev.orderflow.notification.messaging;

import static dev.orderflow.events.value.CancellationReason.EXPIRED;
import static dev.orderflow.events.value.CancellationReason.OUT_OF_STOCK;
import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.BadRecordsContract;
import dev.orderflow.messaging.testing.WrittenRecord;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.RunningNotifications;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever a stranger writes to the topic, it is put aside alone and the next mail is sent. */
class BadRecordsIT extends RunningNotifications implements BadRecordsContract {

  @Autowired private MeterRegistry metrics;

  @Override
  public EventSource service() {
    return EventSource.NOTIFICATION_SERVICE;
  }

  @Override
  public EventEnvelope<?> event() {
    return PlacedOrder.any().confirmed();
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "Ada Lovelace";
  }

  @Override
  public boolean isApplied(EventEnvelope<?> event) {
    return jdbc.queryForObject(
        "select exists(select from notification where order_id = ?)",
        Boolean.class,
        event.orderId());
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    PlacedOrder renamed = PlacedOrder.any();
    PlacedOrder otherReason = PlacedOrder.any();
    PlacedOrder cancelled = PlacedOrder.any();
    return Stream.of(
        content("no customer", "\"customer\"", "\"client\""),
        content("no lines", "\"lines\":[", "\"lines\":[],\"other\":["),
        content("another line total", "\"quantity\":2", "\"quantity\":3"),
        content("another total", "\"38.70\"", "\"38.71\""),
        content("no such currency", "\"currency\":\"EUR\"", "\"currency\":\"XX\""),
        BadRecord.after(
            List.of(renamed.confirmed()),
            "same id, another payload",
            renamed.of("Another product").confirmed(),
            CONTRADICTION),
        BadRecord.after(
            List.of(otherReason.cancelled(EXPIRED)),
            "same id, another reason",
            otherReason.cancelled(OUT_OF_STOCK),
            CONTRADICTION),
        BadRecord.after(
            List.of(cancelled.cancelled(EXPIRED)),
            "confirmed after its cancellation",
            cancelled.confirmedAfterCancellation(),
            FORBIDDEN_TRANSITION));
  }

  private static BadRecord content(String name, String part, String other) {
    return BadRecord.of(
        name, WrittenRecord.of(PlacedOrder.any().confirmed()).replacing(part, other), WRONG_SHAPE);
  }

  @Override
  public JdbcTemplate jdbc() {
    return jdbc;
  }

  @Override
  public MeterRegistry metrics() {
    return metrics;
  }
}
