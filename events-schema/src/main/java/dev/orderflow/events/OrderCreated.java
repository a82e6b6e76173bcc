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
 * An order was accepted and now needs its stock and its money; inventory-service reserves and
 * payment-service authorizes, both at the same time. The one event that holds the payment token.
 *
 * @param lines at least one; two lines may name the same SKU and are then one demand on the stock
 * @param total the sum of the lines, in the one currency of the order
 * @param paymentToken a token of the payment provider, never a card number
 */
public record OrderCreated(
    UUID orderId,
    String orderNumber,
    Customer customer,
    List<OrderLine> lines,
    Money total,
    String paymentToken,
    @Nullable Address shippingAddress)
    implements OrderEvent {

  public OrderCreated {
    requireNonNull(orderId, "orderId");
    requireNonNull(orderNumber, "orderNumber");
    requireNonNull(customer, "customer");
    requireNonNull(total, "total");
    requireNonNull(paymentToken, "paymentToken");
    lines = OrderLine.atLeastOne(lines, total);
  }

  /** Leaves the payment token out: what is printed may end in a log. */
  @Override
  public String toString() {
    return "OrderCreated[orderId=%s, orderNumber=%s, total=%s]"
        .formatted(orderId, orderNumber, total);
  }
}
