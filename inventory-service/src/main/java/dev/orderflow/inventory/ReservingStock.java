package dev.orderflow.inventory;

import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.inventory.domain.Answer;
import dev.orderflow.inventory.domain.Demand;
import dev.orderflow.inventory.domain.Inventory;
import dev.orderflow.inventory.domain.Reservations;
import dev.orderflow.inventory.domain.Stocks;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers a batch of order events in the transaction of the batch: two locking reads, decisions in
 * memory, and a JDBC batch per table. However many orders of a batch want one SKU, its row is
 * written once.
 */
@Service
public class ReservingStock {

  private final Reservations reservations;
  private final Stocks stocks;
  private final EntityManager entities;
  private final Outbox outbox;
  private final Clock clock;
  private final MeterRegistry metrics;

  ReservingStock(
      Reservations reservations,
      Stocks stocks,
      EntityManager entities,
      Outbox outbox,
      Clock clock,
      MeterRegistry metrics) {
    this.reservations = reservations;
    this.stocks = stocks;
    this.entities = entities;
    this.outbox = outbox;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * @param decision says what the inventory makes of one event
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void answer(EventBatch batch, BiFunction<Inventory, ReceivedEvent, Answer> decision) {
    Inventory inventory = lock(batch);
    batch.forEach(received -> publish(received, decision.apply(inventory, received)));
    inventory.opened().forEach(entities::persist);
    // Before the outbox draws its ids: an insert that another instance won must not publish.
    entities.flush();
  }

  // Every transaction locks reservations before stock and each in key order: no two can deadlock.
  private Inventory lock(EventBatch batch) {
    UUID[] orderIds = batch.orderIds().toArray(UUID[]::new);
    return new Inventory(reservations.lock(orderIds), stocks.lock(skus(batch)), clock);
  }

  private static String[] skus(EventBatch batch) {
    return batch.events().stream()
        .map(received -> (OrderEvent) received.event())
        .flatMap(event -> Demand.of(event).stream())
        .map(StockLine::sku)
        .distinct()
        .toArray(String[]::new);
  }

  private void publish(ReceivedEvent received, Answer answer) {
    outbox.append(answer.event());
    if (answer.repeated()) {
      received.ignore();
    } else {
      AfterCommit.run(() -> count(answer));
    }
  }

  // By kind only: a tag per SKU would make as many time series as there are products.
  private void count(Answer answer) {
    metrics
        .counter("orderflow.inventory.answers", "type", answer.event().type().name())
        .increment();
  }
}
