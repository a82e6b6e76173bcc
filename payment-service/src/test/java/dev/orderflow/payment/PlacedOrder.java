package dev.orderflow.payment;

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

/** An order as order-service tells of it. */
public record PlacedOrder(UUID id, String token, Money total) {

  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  private static final Customer ADA = new Customer("Ada Lovelace", "ada@example.com");

  /** Two mugs for 25.80 EUR. */
  public static PlacedOrder paidWith(String token) {
    return new PlacedOrder(UUID.randomUUID(), token, Money.of("25.80", "EUR"));
  }

  /** The same order, told with another total. */
  public PlacedOrder retoldAt(String amount, String currency) {
    return new PlacedOrder(id, token, Money.of(amount, currency));
  }

  /** The same order, told with another payment token. */
  public PlacedOrder retoldWith(String otherToken) {
    return new PlacedOrder(id, otherToken, total);
  }

  public EventEnvelope<OrderEvent> created() {
    return event(1, new OrderCreated(id, "A-1", ADA, lines(), total, token, null));
  }

  public EventEnvelope<OrderEvent> confirmed() {
    return event(2, new OrderConfirmed(id, "A-1", ADA, lines(), total, null));
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
    return event(3, new OrderConfirmed(id, "A-1", ADA, lines(), total, null));
  }

  private EventEnvelope<OrderEvent> cancelled(long sequence) {
    return event(
        sequence,
        new OrderCancelled(
            id, "A-1", ADA, lines(), total, CancellationReason.CUSTOMER_REQUEST, null));
  }

  private static EventEnvelope<OrderEvent> event(long sequence, OrderEvent event) {
    return EventEnvelope.of(event, sequence, NOON, null);
  }

  private List<OrderLine> lines() {
    return List.of(OrderLine.of("MUG-01", "A mug", 1, total));
  }
}
