package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import java.util.UUID;

/** The charge of a cancelled order was paid back in full. */
public record PaymentRefunded(UUID orderId, Money amount, String reference)
    implements PaymentEvent {

  public PaymentRefunded {
    requireNonNull(orderId, "orderId");
    requireNonNull(amount, "amount");
    requireNonNull(reference, "reference");
  }
}
