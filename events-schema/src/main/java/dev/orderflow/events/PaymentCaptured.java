package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import java.util.UUID;

/** The authorized amount was charged, once. */
public record PaymentCaptured(UUID orderId, Money amount, String reference)
    implements PaymentEvent {

  public PaymentCaptured {
    requireNonNull(orderId, "orderId");
    requireNonNull(amount, "amount");
    requireNonNull(reference, "reference");
  }
}
