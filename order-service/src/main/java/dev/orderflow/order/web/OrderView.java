package dev.orderflow.order.web;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order as clients see it.
 *
 * @param cancellation null unless it is cancelled
 * @param version grows with everything that happens to the order
 */
@Schema(name = "Order")
record OrderView(
    UUID id,
    @Schema(description = "For people", example = "OF-100001") String number,
    OrderStatus status,
    @Nullable Cancellation cancellation,
    Customer customer,
    @Nullable Address shippingAddress,
    List<OrderLine> lines,
    Money total,
    @Schema(description = "Grows with everything that happens to the order") int version,
    Instant createdAt,
    Instant updatedAt,
    @Schema(
            description =
                "The outcome is complete: confirmed, captured and out of stock; or cancelled and"
                    + " nothing held any more")
        boolean settled) {

  /** Why the order ended. */
  record Cancellation(CancellationReason reason, @Nullable String detail) {}

  static OrderView of(Order order) {
    return new OrderView(
        order.id(),
        order.number(),
        order.status(),
        cancellationOf(order),
        order.customer(),
        order.shippingAddress(),
        order.lines(),
        order.total(),
        order.version(),
        order.createdAt(),
        order.updatedAt(),
        order.isSettled());
  }

  private static @Nullable Cancellation cancellationOf(Order order) {
    CancellationReason reason = order.cancellationReason();
    return reason == null ? null : new Cancellation(reason, order.cancellationDetail());
  }
}
