package dev.orderflow.payment.messaging;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ReceivedEvent;
import dev.orderflow.messaging.Unprocessable;
import dev.orderflow.payment.SecuringPayments;
import dev.orderflow.payment.domain.Answer;
import dev.orderflow.payment.domain.Cashier;
import dev.orderflow.payment.domain.Refusal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What each order event asks of the payments. */
@Component
final class Listener implements EventHandler {

  private final SecuringPayments securingPayments;

  Listener(SecuringPayments securingPayments) {
    this.securingPayments = securingPayments;
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.ORDERS);
  }

  @Override
  public void handle(EventBatch batch) {
    securingPayments.answer(batch, Listener::decide);
  }

  private static Answer decide(Cashier cashier, ReceivedEvent received, @Nullable String trace) {
    try {
      return switch ((OrderEvent) received.event()) {
        case OrderCreated created -> cashier.authorize(created, received.envelope(), trace);
        case OrderConfirmed confirmed -> cashier.capture(confirmed, received.envelope(), trace);
        case OrderCancelled cancelled -> cashier.release(cancelled, received.envelope(), trace);
      };
    } catch (Refusal refusal) {
      throw new Unprocessable(reason(refusal), String.valueOf(refusal.getMessage()));
    }
  }

  private static ParkReason reason(Refusal refusal) {
    return switch (refusal.reason()) {
      case UNKNOWN_ORDER -> ParkReason.UNKNOWN_ORDER;
      case CONTRADICTION -> ParkReason.CONTRADICTION;
      case FORBIDDEN_TRANSITION -> ParkReason.FORBIDDEN_TRANSITION;
    };
  }
}
