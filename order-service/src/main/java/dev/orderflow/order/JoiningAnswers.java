package dev.orderflow.order;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.ReceivedEvent;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderRows;
import dev.orderflow.order.domain.Reaction;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Joins what the other services answer into decisions, in the transaction of the batch: one locking
 * read, decisions in memory, a statement per table.
 */
@Service
public class JoiningAnswers {

  /** What an order makes of a fact. */
  @FunctionalInterface
  public interface Verb {
    Reaction apply(Order order, Event fact, Moment moment);
  }

  private final OrderRows orders;
  private final Moments moments;
  private final Journals journals;

  JoiningAnswers(OrderRows orders, Moments moments, Journals journals) {
    this.orders = orders;
    this.moments = moments;
    this.journals = journals;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void join(EventBatch batch, Verb verb) {
    Locked<Order> read = orders.lock(batch.orderIds());
    Map<UUID, Order> locked = read.rows().stream().collect(toMap(Order::id, identity()));
    Moment moment = moments.at(read.at());
    Journal journal = journals.open(mayBeRepeated(batch, locked));
    batch.forEach(received -> join(received, locked, journal, verb, moment));
    journal.write();
  }

  private static List<EventEnvelope<?>> mayBeRepeated(EventBatch batch, Map<UUID, Order> locked) {
    return batch.events().stream()
        .<EventEnvelope<?>>map(ReceivedEvent::envelope)
        .filter(event -> mayBeRepeated(event, locked.get(event.orderId())))
        .toList();
  }

  private static boolean mayBeRepeated(EventEnvelope<?> event, @Nullable Order order) {
    return order != null && order.mayHaveHeard(event);
  }

  private static void join(
      ReceivedEvent received, Map<UUID, Order> locked, Journal journal, Verb verb, Moment moment) {
    Order order = locked.get(received.orderId());
    if (order == null) throw Refusal.unknownOrder("no such order");
    boolean wasSettled = order.isSettled();
    Reaction reaction =
        journal.holds(received.envelope())
            ? Reaction.REPEATED
            : verb.apply(order, received.event(), moment);
    if (reaction.news()) journal.hear(order, received.envelope(), reaction.statement());
    else received.ignore();
    if (order.isSettled() && !wasSettled) journal.settled(order);
  }
}
