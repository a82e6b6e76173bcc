package dev.orderflow.order.messaging;

import static dev.orderflow.events.value.NotificationKind.ORDER_CANCELLED;
import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.messaging.ParkReason.CONTRADICTION;
import static dev.orderflow.messaging.ParkReason.FORBIDDEN_TRANSITION;
import static dev.orderflow.messaging.ParkReason.UNKNOWN_ORDER;
import static dev.orderflow.messaging.ParkReason.WRONG_SHAPE;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.testing.BadRecord;
import dev.orderflow.messaging.testing.WrittenRecord;
import java.util.List;
import java.util.stream.Stream;

class BadNotificationAnswersIT extends BadAnswers {

  @Override
  public EventEnvelope<?> event() {
    return confirmed().mailed(1, ORDER_CONFIRMED);
  }

  @Override
  public String textIn(EventEnvelope<?> event) {
    return "<" + event.orderId() + "@orderflow>";
  }

  @Override
  public Stream<BadRecord> badForThisService() {
    EventEnvelope<?> retold = event();
    return Stream.of(
        BadRecord.of(
            "no such mail",
            WrittenRecord.of(event()).replacing("ORDER_CONFIRMED", "ORDER_LOST"),
            WRONG_SHAPE),
        BadRecord.of(
            "unknown order", WrittenRecord.of(unknown().mailed(1, ORDER_CONFIRMED)), UNKNOWN_ORDER),
        new BadRecord(
            "same id, another payload",
            List.of(retold),
            WrittenRecord.of(retold).replacing("@orderflow", "@elsewhere"),
            CONTRADICTION),
        BadRecord.after(
            List.of(),
            "confirmation mailed, but pending",
            pending().mailed(1, ORDER_CONFIRMED),
            FORBIDDEN_TRANSITION),
        BadRecord.after(
            List.of(),
            "cancellation mailed, but confirmed",
            confirmed().mailed(1, ORDER_CANCELLED),
            FORBIDDEN_TRANSITION));
  }
}
