package dev.orderflow.order.messaging;

import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.WrittenRecord;
import dev.orderflow.order.Answers;
import java.util.List;
import java.util.stream.Stream;

class BadInventoryAnswersIT extends BadAnswers {

  @Override
  public EventEnvelope<?> event() {
    return pending().reserved();
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "MUG-01";
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    Answers retold = pending();
    Answers reserved = pending();
    return Stream.of(
        lines("other lines", "\"quantity\":2", "\"quantity\":3", CONTRADICTION),
        lines("another SKU", "MUG-01", "LAMP-01", CONTRADICTION),
        lines("no piece", "\"quantity\":2", "\"quantity\":0", WRONG_SHAPE),
        lines("too many", "\"quantity\":2", "\"quantity\":1e400", WRONG_SHAPE),
        lines("null line", "\"lines\":[", "\"lines\":[null,", WRONG_SHAPE),
        BadRecord.of("unknown order", WrittenRecord.of(unknown().reserved()), UNKNOWN_ORDER),
        new BadRecord(
            "same id, another payload",
            List.of(retold.reserved()),
            WrittenRecord.of(retold.reserved()).replacing("\"quantity\":2", "\"quantity\":3"),
            CONTRADICTION),
        BadRecord.after(
            List.of(reserved.reserved()),
            "rejected, but reserved",
            reserved.rejected(),
            CONTRADICTION),
        BadRecord.after(
            List.of(), "committed, but pending", pending().committed(), FORBIDDEN_TRANSITION),
        BadRecord.after(
            List.of(), "released, but pending", pending().released(2), FORBIDDEN_TRANSITION));
  }

  private BadRecord lines(String name, String part, String other, ParkReason reason) {
    return BadRecord.of(
        name, WrittenRecord.of(pending().reserved()).replacing(part, other), reason);
  }
}
