package dev.orderflow.order;

import static java.util.Objects.requireNonNull;

import dev.orderflow.messaging.Tracing;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderRows;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cancels orders that are still pending at their deadline. Database and deadline share one clock;
 * instances share the work by skipping what another has locked.
 */
@Service
public class ExpiringOrders {

  private final OrderRows orders;
  private final Moments moments;
  private final OrderHistory history;
  private final Journals journals;
  private final Tracing tracing;

  ExpiringOrders(
      OrderRows orders, Moments moments, OrderHistory history, Journals journals, Tracing tracing) {
    this.orders = orders;
    this.moments = moments;
    this.history = history;
    this.journals = journals;
    this.tracing = tracing;
  }

  /**
   * @param unread how old answers may be that are yet to be read: an order to which one of them may
   *     belong is left alone. Asked after the time of the transaction is fixed: what passes in
   *     between only makes it older
   * @return how many were cancelled; as many as the limit if there may be more
   */
  @Transactional
  public int expire(Supplier<Duration> unread, int limit) {
    Moment moment = moments.now();
    List<Order> overdue = orders.lockOverdue(unread.get().toMillis() / 1000.0, limit);
    if (overdue.isEmpty()) return 0;
    Map<UUID, List<OrderHistory.Statement>> stated =
        history.statements(overdue.stream().map(Order::id).toArray(UUID[]::new));
    Journal journal = journals.open();
    overdue.forEach(order ->
        expire(order, traceOf(stated.getOrDefault(order.id(), List.of())), moment, journal));
    journal.write();
    return overdue.size();
  }

  // One whose history was erased by hand is cancelled too: it must not hold up the others.
  private static @Nullable String traceOf(List<OrderHistory.Statement> stated) {
    return stated.isEmpty() ? null : stated.getFirst().traceparent();
  }

  private void expire(Order order, @Nullable String traceparent, Moment moment, Journal journal) {
    tracing.inSpan(
        "order expire",
        traceparent,
        Map.of("orderId", order.id().toString()),
        () -> journal.state(order, requireNonNull(order.expire(moment).statement()), null));
  }
}
