package dev.orderflow.inventory;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.wire.EventEnvelope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** An order as order-service tells of it. */
public record PlacedOrder(UUID id, List<OrderLine> lines) {

  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static final Customer ADA = new Customer("Ada Lovelace", "ada@example.com");
  private static final Money PRICE = Money.of("12.90", "EUR");

  /** An order with one line. */
  public static PlacedOrder of(String sku, int quantity) {
    return new PlacedOrder(UUID.randomUUID(), List.of()).with(sku, quantity);
  }

  /** The same order with one more line. */
  public PlacedOrder with(String sku, int quantity) {
    OrderLine line = OrderLine.of(sku, "A thing", quantity, PRICE);
    return new PlacedOrder(id, Stream.concat(lines.stream(), Stream.of(line)).toList());
  }

  /** The same order, told with one other line. */
  public PlacedOrder retold(String sku, int quantity) {
    return new PlacedOrder(id, List.of()).with(sku, quantity);
  }

  public EventEnvelope<OrderEvent> created() {
    return event(1, new OrderCreated(id, "A-1", ADA, lines, total(), "pm_card_visa", null));
  }

  public EventEnvelope<OrderEvent> confirmed() {
    return event(2, new OrderConfirmed(id, "A-1", ADA, lines, total(), null));
  }

  /** Cancelled instead of confirmed. */
  public EventEnvelope<OrderEvent> cancelled() {
    return cancelled(2);
  }

  public EventEnvelope<OrderEvent> cancelledAfterConfirmation() {
    return cancelled(3);
  }

  /** A confirmation that order-service never states: after the cancellation. */
  public EventEnvelope<OrderEvent> confirmedAfterCancellation() {
    return event(3, new OrderConfirmed(id, "A-1", ADA, lines, total(), null));
  }

  private EventEnvelope<OrderEvent> cancelled(long sequence) {
    return event(
        sequence,
        new OrderCancelled(
            id, "A-1", ADA, lines, total(), CancellationReason.CUSTOMER_REQUEST, null));
  }

  private static EventEnvelope<OrderEvent> event(long sequence, OrderEvent event) {
    return EventEnvelope.of(event, sequence, NOON, null);
  }

  private Money total() {
    return lines.stream().map(OrderLine::lineTotal).reduce(Money::plus).orElseThrow();
  }
}
