package dev.orderflow.order;

import dev.orderflow.http.diagnosis.Diagnosing;
import dev.orderflow.http.diagnosis.Standing;
import dev.orderflow.http.diagnosis.Wait;
import dev.orderflow.order.domain.Awaited;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says which answers an order waits for, and which services owe them. */
@Service
class DiagnosingOrders implements Diagnosing {

  private final Orders orders;

  DiagnosingOrders(Orders orders) {
    this.orders = orders;
  }

  @Override
  public Optional<Standing> standingOf(UUID orderId) {
    return orders.findById(orderId).map(DiagnosingOrders::standing);
  }

  private static Standing standing(Order order) {
    return new Standing(
        summary(order), order.awaited().stream().map(awaited -> wait(order, awaited)).toList());
  }

  private static String summary(Order order) {
    String outcome =
        order.cancellationReason() == null
            ? order.status().name()
            : order.status() + " (" + order.cancellationReason() + ")";
    return order.isSettled()
        ? "The order is %s and settled.".formatted(outcome)
        : "The order is %s: stock %s, payment %s."
            .formatted(outcome, order.stock(), order.payment());
  }

  // The first time is the event itself, the others are re-drives.
  private static Wait wait(Order order, Awaited awaited) {
    return new Wait(
        awaited.owedBy().id(),
        awaited.what(),
        order.statedAt(),
        1 + order.redrives(),
        null,
        order.redriveAt(),
        order.status() == OrderStatus.PENDING ? order.deadlineAt() : null);
  }
}
