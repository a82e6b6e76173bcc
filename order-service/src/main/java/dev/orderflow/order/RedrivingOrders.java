package dev.orderflow.order;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.order.domain.Moment;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Publishes an order's last own event again, as the same event, when the answers to it are missing
 * for too long (re-drive), and with a cancellation the confirmation before it of which its customer
 * has not heard. The others answer again what they answered before: so lost messages, lost offsets
 * and parked events heal without anybody's help.
 */
@Service
public class RedrivingOrders {

  private static final Logger log = LoggerFactory.getLogger(RedrivingOrders.class);

  private final OrderRows orders;
  private final Moments moments;
  private final OrderHistory history;
  private final Outbox outbox;
  private final OrderMetrics metrics;

  RedrivingOrders(
      OrderRows orders,
      Moments moments,
      OrderHistory history,
      Outbox outbox,
      OrderMetrics metrics) {
    this.orders = orders;
    this.moments = moments;
    this.history = history;
    this.outbox = outbox;
    this.metrics = metrics;
  }

  /**
   * @return how many orders had waited, those among them whose event is too fresh to be missed; as
   *     many as the limit if there may be more
   */
  @Transactional
  public int redrive(int limit) {
    List<Order> waiting = lockUnanswered(limit);
    if (waiting.isEmpty()) return 0;
    Moment moment = moments.now();
    List<Order> missing = waiting.stream().filter(order -> order.redrive(moment)).toList();
    publish(missing);
    outbox.write(orders.update(waiting));
    AfterCommit.run(() -> metrics.redriven(missing.size()));
    return waiting.size();
  }

  // While no mail can be sent, decided orders wait in their thousands; behind them a pending one
  // would be found long after it had lost an event.
  private List<Order> lockUnanswered(int limit) {
    List<Order> unanswered = new ArrayList<>(orders.lockPendingUnanswered(limit));
    int room = limit - unanswered.size();
    if (room > 0) unanswered.addAll(orders.lockDecidedUnanswered(room));
    return unanswered;
  }

  private void publish(List<Order> missing) {
    Map<UUID, List<OrderHistory.Statement>> statements =
        history.statements(missing.stream().map(Order::id).toArray(UUID[]::new));
    for (Order order : missing) {
      List<OrderHistory.Statement> stated = statements.get(order.id());
      if (stated == null) {
        // One whose history was erased must not hold up the others.
        log.error("Order {} waits for answers and has no history to be re-driven", order.id());
      } else {
        order.unanswered(stated).forEach(statement -> publish(order, statement));
      }
    }
  }

  private void publish(Order order, OrderHistory.Statement statement) {
    outbox.append(asPublished(order, statement.event()), statement.traceparent());
  }

  // The history masks the payment token; a pending order still knows it.
  private static EventEnvelope<? extends Event> asPublished(
      Order order, EventEnvelope<? extends Event> event) {
    if (!(event.data() instanceof OrderCreated)) return event;
    return new EventEnvelope<>(
        event.id(),
        event.source(),
        order.created(),
        event.time(),
        event.sequence(),
        event.causationId());
  }
}
