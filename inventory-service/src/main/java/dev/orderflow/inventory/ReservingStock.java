package dev.orderflow.inventory;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.inventory.domain.Answer;
import dev.orderflow.inventory.domain.Demand;
import dev.orderflow.inventory.domain.Inventory;
import dev.orderflow.inventory.domain.Reservation;
import dev.orderflow.inventory.domain.ReservationRows;
import dev.orderflow.inventory.domain.StockRows;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.KeyOrder;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.ReceivedEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Answers a batch of order events in the transaction of the batch: two locking reads, decisions in
 * memory, and a statement per table. However many orders of a batch want one SKU, its row is
 * written once.
 */
@Service
public class ReservingStock {

  /**
   * Three times what 500 orders of 100 lines have. More, of strangers, might not fit into memory.
   */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  /**
   * So many always fit. What is kept for an order has less than twice the bytes of the event that
   * asked for it: a rejection names each SKU twice.
   */
  private static final int FEW = MOST_BYTES / 2 / EventCodec.LARGEST_VALUE;

  private final ReservationRows reservations;
  private final StockRows stock;
  private final Outbox outbox;
  private final Clock clock;
  private final MeterRegistry metrics;

  ReservingStock(
      ReservationRows reservations,
      StockRows stock,
      Outbox outbox,
      Clock clock,
      MeterRegistry metrics) {
    this.reservations = reservations;
    this.stock = stock;
    this.outbox = outbox;
    this.clock = clock;
    this.metrics = metrics;
  }

  /**
   * @param verb says what the inventory makes of an event
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void answer(EventBatch batch, BiFunction<Inventory, EventEnvelope<?>, Answer> verb) {
    Inventory inventory = lock(batch);
    List<Answer> given = new ArrayList<>();
    batch.forEach(received -> publish(received, verb.apply(inventory, received.envelope()), given));
    outbox.write(
        reservations.insert(inKeyOrder(inventory.opened())),
        reservations.update(inventory.changed()),
        stock.update(inventory.moved()));
    AfterCommit.run(() -> count(given));
  }

  // Every transaction locks reservations, then stock, then inserts, each in key order: no two can
  // deadlock.
  private Inventory lock(EventBatch batch) {
    List<UUID> orderIds = batch.orderIds();
    // A batch that fails is taken event by event.
    if (orderIds.size() > FEW && reservations.bytesOf(orderIds) > MOST_BYTES) {
      throw new IllegalStateException("more reservations than fit into memory");
    }
    return new Inventory(reservations.lock(orderIds), stock.lock(skus(batch)), clock);
  }

  private static List<Reservation> inKeyOrder(Collection<Reservation> opened) {
    return opened.stream().sorted(comparing(Reservation::orderId, KeyOrder.OF_UUIDS)).toList();
  }

  private static List<String> skus(EventBatch batch) {
    return batch.events().stream()
        .map(received -> (OrderEvent) received.event())
        .flatMap(event -> Demand.of(event).stream())
        .map(StockLine::sku)
        .distinct()
        .toList();
  }

  private void publish(ReceivedEvent received, Answer answer, List<Answer> given) {
    outbox.append(answer.event());
    if (answer.repeated()) received.ignore();
    else given.add(answer);
  }

  // By kind only: a tag per SKU would make as many time series as there are products.
  private void count(List<Answer> given) {
    given.stream()
        .collect(groupingBy(answer -> answer.event().type().name(), counting()))
        .forEach((type, number) ->
            metrics.counter("orderflow.inventory.answers", "type", type).increment(number));
  }
}
