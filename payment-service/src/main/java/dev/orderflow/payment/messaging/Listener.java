package dev.orderflow.payment.messaging;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import dev.orderflow.payment.SecuringPayments;
import dev.orderflow.payment.domain.Answer;
import dev.orderflow.payment.domain.Cashier;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What each order event asks of the payments. */
@Component
public final class Listener implements EventHandler {

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
    securingPayments.answer(batch, Listener::tell);
  }

  /** Tells the cashier what order-service has stated. */
  public static Answer tell(Cashier cashier, EventEnvelope<?> stated, @Nullable String trace) {
    return switch ((OrderEvent) stated.data()) {
      case OrderCreated created -> cashier.authorize(created, stated, trace);
      case OrderConfirmed confirmed -> cashier.capture(confirmed, stated, trace);
      case OrderCancelled cancelled -> cashier.release(cancelled, stated, trace);
    };
  }
}
