package dev.orderflow.order.messaging;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import dev.orderflow.order.JoiningAnswers;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Reaction;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What each answer of the other services is to the order it is about. */
@Component
public final class Listener implements EventHandler {

  private final JoiningAnswers joiningAnswers;

  Listener(JoiningAnswers joiningAnswers) {
    this.joiningAnswers = joiningAnswers;
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.INVENTORY, Topic.PAYMENTS, Topic.NOTIFICATIONS);
  }

  @Override
  public void handle(EventBatch batch) {
    joiningAnswers.join(batch, Listener::tell);
  }

  /** Tells the order a fact. */
  public static Reaction tell(Order order, Event fact, Moment moment) {
    return switch (fact) {
      case InventoryReserved reserved -> order.reserved(reserved, moment);
      case InventoryRejected rejected -> order.rejected(rejected, moment);
      case InventoryCommitted committed -> order.committed(committed);
      case InventoryReleased released -> order.released(released);
      case PaymentSucceeded succeeded -> order.authorized(succeeded, moment);
      case PaymentFailed failed -> order.paymentFailed(failed, moment);
      case PaymentCaptured captured -> order.captured(captured);
      case PaymentVoided voided -> order.voided(voided);
      case PaymentRefunded refunded -> order.refunded(refunded);
      case NotificationSent sent -> order.mailed(sent);
      case NotificationFailed failed -> order.notMailed(failed);
      case OrderEvent _ -> throw new IllegalArgumentException("an order does not hear itself");
    };
  }
}
