package dev.orderflow.order;

import dev.orderflow.events.OrderEvent;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.order.domain.CancellationRefused;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderRows;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Cancels an order because its customer wants it. */
@Service
public class CancellingOrders {

  private final OrderRows orders;
  private final Moments moments;
  private final Journals journals;

  CancellingOrders(OrderRows orders, Moments moments, Journals journals) {
    this.orders = orders;
    this.moments = moments;
    this.journals = journals;
  }

  /**
   * Asking again is answered with the order as it is.
   *
   * @return empty if this caller has no such order
   * @throws CancellationRefused if it ended for another reason, or was confirmed too long ago
   */
  @Transactional
  public Optional<Order> cancel(String caller, UUID orderId) {
    Locked<Order> locked = orders.lock(List.of(orderId));
    Optional<Order> found =
        locked.rows().stream().filter(order -> order.caller().equals(caller)).findAny();
    found.ifPresent(order -> cancel(order, moments.at(locked.at())));
    return found;
  }

  private void cancel(Order order, Moment moment) {
    OrderEvent statement = order.cancelForCustomer(moment).statement();
    if (statement == null) return;
    Journal journal = journals.open();
    journal.state(order, statement, null);
    journal.write();
  }
}
