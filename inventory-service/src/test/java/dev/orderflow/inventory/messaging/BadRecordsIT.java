package dev.orderflow.inventory.messaging;

import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.inventory.RunningInventory;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.BadRecordsContract;
import dev.orderflow.messaging.testing.WrittenRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Whatever a stranger writes to the topic, it is put aside alone and the next order is served. */
class BadRecordsIT extends RunningInventory implements BadRecordsContract {

  @Autowired private MeterRegistry metrics;

  @Override
  public EventSource service() {
    return EventSource.INVENTORY_SERVICE;
  }

  @Override
  public EventEnvelope<?> event() {
    return anOrder().created();
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "ANY";
  }

  @Override
  public boolean isApplied(EventEnvelope<?> event) {
    return jdbc.queryForObject(
        "select exists(select from reservation where order_id = ?)",
        Boolean.class,
        event.orderId());
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    return Stream.concat(lines(), steps());
  }

  private static Stream<BadRecord> lines() {
    return Stream.of(
        lines("no lines", "\"lines\":[", "\"lines\":[],\"other\":["),
        lines("null line", "\"lines\":[", "\"lines\":[null,"),
        lines("text as number", "\"quantity\":2", "\"quantity\":\"2\""),
        lines("no piece", "\"quantity\":2", "\"quantity\":0"),
        lines("negative", "\"quantity\":2", "\"quantity\":-2"),
        lines("fraction", "\"quantity\":2", "\"quantity\":2.5"),
        lines("too many", "\"quantity\":2", "\"quantity\":99999999999"),
        lines("beyond any number", "\"quantity\":2", "\"quantity\":1e400"),
        lines("another line total", "\"quantity\":2", "\"quantity\":3"));
  }

  private static BadRecord lines(String name, String part, String other) {
    return BadRecord.of(
        name, WrittenRecord.of(anOrder().created()).replacing(part, other), WRONG_SHAPE);
  }

  private static Stream<BadRecord> steps() {
    PlacedOrder unknown = anOrder();
    PlacedOrder retold = anOrder();
    PlacedOrder rejected = anOrder();
    PlacedOrder cancelled = anOrder();
    return Stream.of(
        BadRecord.of("unknown order", WrittenRecord.of(unknown.confirmed()), UNKNOWN_ORDER),
        BadRecord.after(
            List.of(retold.created()),
            "same id, another payload",
            retold.retold("ANY", 3).created(),
            CONTRADICTION),
        BadRecord.after(
            List.of(rejected.created()),
            "confirmed, but rejected",
            rejected.confirmed(),
            FORBIDDEN_TRANSITION),
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
    return PlacedOrder.of("ANY", 2);
  }
}
