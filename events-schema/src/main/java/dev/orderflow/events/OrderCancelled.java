package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The order ended, before or after its confirmation: the others undo what they did for it
 * (compensation) and the customer is mailed.
 *
 * @param detail more than the reason for the reader of the mail, or null
 */
public record OrderCancelled(
    UUID orderId,
    String orderNumber,
    Customer customer,
    List<OrderLine> lines,
    Money total,
    CancellationReason reason,
    @Nullable String detail)
    implements OrderEvent {

  public OrderCancelled {
    requireNonNull(orderId, "orderId");
    requireNonNull(orderNumber, "orderNumber");
    requireNonNull(customer, "customer");
    requireNonNull(total, "total");
    requireNonNull(reason, "reason");
    lines = OrderLine.atLeastOne(lines, total);
  }
}
