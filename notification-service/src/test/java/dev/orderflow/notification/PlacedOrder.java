package dev.orderflow.notification;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.wire.EventEnvelope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order as order-service tells of it: two mugs and a lamp for 38.70 EUR. */
public record PlacedOrder(UUID id, Customer customer, String product, @Nullable Address address) {

  public static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");

  /** An order of a customer whose address no other has. */
  public static PlacedOrder any() {
    UUID id = UUID.randomUUID();
    return of(new Customer("Ada Lovelace", id + "@example.com"), id);
  }

  public static PlacedOrder by(String name, String email) {
    return of(new Customer(name, email), UUID.randomUUID());
  }

  private static PlacedOrder of(Customer customer, UUID id) {
    return new PlacedOrder(id, customer, "Mug", null);
  }

  public PlacedOrder of(String renamed) {
    return new PlacedOrder(id, customer, renamed, address);
  }

  public PlacedOrder to(Address where) {
    return new PlacedOrder(id, customer, product, where);
  }

  public String email() {
    return customer.email();
  }

  public EventEnvelope<OrderEvent> created() {
    return event(
        1, new OrderCreated(id, "A-1", customer, lines(), total(), "pm_card_visa", address));
  }

  public EventEnvelope<OrderEvent> confirmed() {
    return confirmed(2);
  }

  /** A confirmation that order-service never states: after the cancellation. */
  public EventEnvelope<OrderEvent> confirmedAfterCancellation() {
    return confirmed(3);
  }

  private EventEnvelope<OrderEvent> confirmed(long sequence) {
    return event(sequence, new OrderConfirmed(id, "A-1", customer, lines(), total(), address));
  }

  /** Cancelled instead of confirmed. */
  public EventEnvelope<OrderEvent> cancelled(CancellationReason reason) {
    return cancelled(2, reason, null);
  }

  public EventEnvelope<OrderEvent> cancelled(CancellationReason reason, String detail) {
    return cancelled(2, reason, detail);
  }

  public EventEnvelope<OrderEvent> cancelledAfterConfirmation() {
    return cancelled(3, CancellationReason.CUSTOMER_REQUEST, null);
  }

  private EventEnvelope<OrderEvent> cancelled(
      long sequence, CancellationReason reason, @Nullable String detail) {
    return event(
        sequence, new OrderCancelled(id, "A-1", customer, lines(), total(), reason, detail));
  }

  private static EventEnvelope<OrderEvent> event(long sequence, OrderEvent event) {
    return EventEnvelope.of(event, sequence, NOON, null);
  }

  private List<OrderLine> lines() {
    Money price = Money.of("12.90", "EUR");
    return List.of(
        OrderLine.of("MUG-01", product, 2, price), OrderLine.of("LAMP-01", "Lamp", 1, price));
  }

  private static Money total() {
    return Money.of("38.70", "EUR");
  }
}
