package dev.orderflow.inventory.messaging;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.inventory.ReservingStock;
import dev.orderflow.inventory.domain.Answer;
import dev.orderflow.inventory.domain.Inventory;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What each order event asks of the inventory. */
@Component
public final class Listener implements EventHandler {

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
    reservingStock.answer(batch, Listener::tell);
  }

  /** Tells the inventory what order-service has stated. */
  public static Answer tell(Inventory inventory, EventEnvelope<?> stated) {
    return switch ((OrderEvent) stated.data()) {
      case OrderCreated created -> inventory.reserve(created, stated);
      case OrderConfirmed confirmed -> inventory.commit(confirmed, stated);
      case OrderCancelled cancelled -> inventory.release(cancelled, stated);
    };
  }
}
