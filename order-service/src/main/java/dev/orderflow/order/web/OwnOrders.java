package dev.orderflow.order.web;

import dev.orderflow.http.Caller;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Orders;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Somebody else's order is as unknown as one that does not exist. */
@Component
class OwnOrders {

  private final Orders orders;

  OwnOrders(Orders orders) {
    this.orders = orders;
  }

  /**
   * @throws ProblemException 404
   */
  Order get(UUID id, Caller caller) {
    return orders
        .findById(id)
        .filter(order -> order.caller().equals(caller.name()))
        .orElseThrow(OwnOrders::unknown);
  }

  static ProblemException unknown() {
    return ProblemException.notFound("There is no such order.");
  }
}
