package dev.orderflow.order;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.order.domain.Entry;
import dev.orderflow.order.domain.Order;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction makes of orders, whose rows it holds locked, and adds to their histories:
 * written at once with {@link #write}. What an order states goes into the outbox as well.
 */
final class Journal {

  private final Journals journals;
  private final Map<OrderHistory.Key, Event> recorded;
  private final List<OrderHistory.Line> lines = new ArrayList<>();
  private final Set<Order> changed = new LinkedHashSet<>();
  private final List<Runnable> news = new ArrayList<>();

  /**
   * @param recorded what is in the histories already and may come again; grows with what is heard
   */
  Journal(Journals journals, Map<OrderHistory.Key, Event> recorded) {
    this.journals = journals;
    this.recorded = recorded;
  }

  /**
   * @throws Refusal if the id stands for something else
   */
  boolean holds(EventEnvelope<? extends Event> fact) {
    Event known = recorded.get(OrderHistory.Key.of(fact));
    if (known == null) return false;
    if (EventJson.agree(known, fact.data())) return true;
    throw Refusal.contradiction("the same id with another payload");
  }

  /** Notes a fact that was news to the order, and what the order states because of it. */
  void hear(Order order, EventEnvelope<? extends Event> fact, @Nullable OrderEvent statement) {
    recorded.put(OrderHistory.Key.of(fact), fact.data());
    lines.add(new OrderHistory.Line(order.hear(fact, journals.clock.instant()), null));
    changed.add(order);
    if (statement != null) state(order, statement, fact.id());
  }

  /** Notes and publishes what a new order states: at the time at which its row was made. */
  void place(Order order, @Nullable String traceparent) {
    OrderEvent created = order.created();
    Entry entry = order.state(created, order.createdAt(), null);
    publish(order, created, entry, traceparent);
  }

  /**
   * Notes and publishes what the order states.
   *
   * @param causationId the fact that made it do so; null for a person or a deadline
   */
  void state(Order order, OrderEvent statement, @Nullable UUID causationId) {
    Entry entry = order.state(statement, journals.clock.instant(), causationId);
    publish(order, statement, entry, journals.tracing.currentTraceparent());
    changed.add(order);
  }

  private void publish(
      Order order, OrderEvent statement, Entry entry, @Nullable String traceparent) {
    lines.add(new OrderHistory.Line(entry, traceparent));
    journals.outbox.append(entry.event(), traceparent);
    news.add(() -> journals.metrics.stated(order, statement));
  }

  void settled(Order order) {
    news.add(() -> journals.metrics.settled(order));
  }

  void write() {
    journals.outbox.write(journals.rows.update(changed), journals.history.insert(lines));
    changed.forEach(order -> news.add(() -> journals.feed.publish(order)));
    AfterCommit.run(() -> news.forEach(Runnable::run));
  }
}
