package dev.orderflow.order.messaging;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.messaging.testing.BadRecordsContract;
import dev.orderflow.order.Answers;
import dev.orderflow.order.RunningOrders;
import dev.orderflow.order.domain.Order;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Whatever a stranger writes to another service's topic, it is put aside alone and the next answer
 * is joined.
 */
abstract class BadAnswers extends RunningOrders implements BadRecordsContract {

  @Autowired private MeterRegistry metrics;

  /** An order that waits for all answers, and what they would be. */
  final Answers pending() {
    return new Answers(placeTwoMugs());
  }

  /** An order that was confirmed, and what the answers to that would be. */
  final Answers confirmed() {
    Order order = placeTwoMugs();
    return new Answers(confirmed(order));
  }

  /** An order that this database has lost, and what the answers to it would be. */
  final Answers unknown() {
    Order order = placeTwoMugs();
    jdbc.update("delete from orders where id = ?", order.id());
    return new Answers(order);
  }

  @Override
  public EventSource service() {
    return EventSource.ORDER_SERVICE;
  }

  @Override
  public boolean isApplied(EventEnvelope<?> event) {
    return jdbc.queryForObject(
        "select exists(select from order_event where order_id = ? and event_id = ?)",
        Boolean.class,
        event.orderId(),
        event.id());
  }

  @Override
  public JdbcTemplate jdbc() {
    return jdbc;
  }

  @Override
  public MeterRegistry metrics() {
    return metrics;
  }
}
