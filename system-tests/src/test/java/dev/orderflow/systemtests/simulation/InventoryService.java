package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.inventory.domain.Answer;
import dev.orderflow.inventory.domain.Demand;
import dev.orderflow.inventory.domain.Inventory;
import dev.orderflow.inventory.domain.Reservation;
import dev.orderflow.inventory.domain.Stock;
import dev.orderflow.inventory.messaging.Listener;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Answers order events, as {@code ReservingStock} does. */
final class InventoryService extends Service {

  final Table<UUID, Reservation> reservations = Table.ofEntities(Reservation.class);
  final Table<String, Stock> stocks = Table.ofEntities(Stock.class);

  InventoryService(World world) {
    super(world, EventSource.INVENTORY_SERVICE, Set.of(Topic.ORDERS));
  }

  void become(InventoryService other) {
    super.become(other);
    reservations.become(other.reservations);
    stocks.become(other.stocks);
  }

  @Override
  List<Table<?, ?>> tables() {
    return List.of(reservations, stocks);
  }

  @Override
  void handle(List<EventEnvelope<?>> batch, Transaction transaction) {
    List<Reservation> locked = reservations.lock(orderIds(batch));
    List<Stock> stock = stockOf(batch);
    Inventory inventory = new Inventory(locked, stock, frozenClock());
    batch.forEach(event -> answer(event, inventory, stock, transaction));
    inventory.opened().forEach(it -> transaction.store(reservations, it.orderId(), it));
    inventory.changed().forEach(it -> transaction.store(reservations, it.orderId(), it));
    inventory.moved().forEach(it -> transaction.store(stocks, it.sku(), it));
  }

  private List<Stock> stockOf(List<EventEnvelope<?>> batch) {
    if (world.has(Bug.STOCK_IS_ALWAYS_SHORT)) return List.of();
    return stocks.lock(
        batch.stream()
            .flatMap(event -> Demand.of((OrderEvent) event.data()).stream())
            .map(StockLine::sku)
            .toList());
  }

  private void answer(
      EventEnvelope<?> event, Inventory inventory, List<Stock> stock, Transaction transaction) {
    try {
      if (world.has(Bug.A_CANCELLATION_LEAVES_NO_TOMBSTONE) && isOverlooked(event)) return;
      Answer answer = Listener.tell(inventory, event);
      if (world.has(Bug.REPEATED_FACTS_ARE_NOT_ANSWERED) && answer.repeated()) return;
      if (world.has(Bug.STOCK_IS_COMMITTED_TWICE) && answer.repeated())
        commitAgain(event, stock, transaction);
      transaction.state(answer.event());
    } catch (Refusal refusal) {
      park(event, refusal);
    }
  }

  private boolean isOverlooked(EventEnvelope<?> event) {
    return event.data() instanceof OrderCancelled && reservations.view(event.orderId()) == null;
  }

  private void commitAgain(EventEnvelope<?> event, List<Stock> stock, Transaction transaction) {
    if (!(event.data() instanceof OrderConfirmed confirmed)) return;
    for (StockLine line : Demand.of(confirmed)) {
      stock.stream()
          .filter(it -> it.sku().equals(line.sku()) && it.reserved() >= line.quantity())
          .forEach(it -> {
            it.commit(line.quantity());
            transaction.store(stocks, it.sku(), it);
          });
    }
  }
}
