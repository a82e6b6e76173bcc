package dev.orderflow.order.domain;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, priced: the part of an order that never changes.
 *
 * @param caller who placed it; the idempotency key is unique among the caller's
 * @param requestHash tells a repeated request from another one under the same key
 * @param lines with names and prices of the catalogue at that moment, all in one currency
 * @param paymentToken the provider's token; kept only while the order is pending
 */
public record Placement(
    UUID orderId,
    String caller,
    String idempotencyKey,
    UUID requestHash,
    Customer customer,
    List<OrderLine> lines,
    Money total,
    String paymentToken,
    @Nullable Address shippingAddress) {

  /** Leaves person and payment token out: what is printed may end in a log. */
  @Override
  public String toString() {
    return "Placement[orderId=%s, total=%s]".formatted(orderId, total);
  }
}
