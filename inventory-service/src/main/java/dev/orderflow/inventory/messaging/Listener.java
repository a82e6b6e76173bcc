package dev.orderflow.inventory.messaging;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.inventory.ReservingStock;
import dev.orderflow.inventory.domain.Answer;
import dev.orderflow.inventory.domain.Inventory;
import dev.orderflow.inventory.domain.Refusal;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ReceivedEvent;
import dev.orderflow.messaging.Unprocessable;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What each order event asks of the inventory. */
@Component
final class Listener implements EventHandler {

  private final ReservingStock reservingStock;

  Listener(ReservingStock reservingStock) {
    this.reservingStock = reservingStock;
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.ORDERS);
  }

  @Override
  public void handle(EventBatch batch) {
    reservingStock.answer(batch, Listener::decide);
  }

  private static Answer decide(Inventory inventory, ReceivedEvent received) {
    try {
      return switch ((OrderEvent) received.event()) {
        case OrderCreated created -> inventory.reserve(created, received.envelope());
        case OrderConfirmed confirmed -> inventory.commit(confirmed, received.envelope());
        case OrderCancelled cancelled -> inventory.release(cancelled, received.envelope());
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
