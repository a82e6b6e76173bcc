package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stock is reserved and the payment authorized: inventory-service commits, payment-service
 * captures, notification-service mails.
 */
public record OrderConfirmed(
    UUID orderId,
    String orderNumber,
    Customer customer,
    List<OrderLine> lines,
    Money total,
    @Nullable Address shippingAddress)
    implements OrderEvent {

  public OrderConfirmed {
    requireNonNull(orderId, "orderId");
    requireNonNull(orderNumber, "orderNumber");
    requireNonNull(customer, "customer");
    requireNonNull(total, "total");
    lines = OrderLine.atLeastOne(lines, total);
  }
}
