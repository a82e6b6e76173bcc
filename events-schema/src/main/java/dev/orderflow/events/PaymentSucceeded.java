package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import java.util.UUID;

/**
 * The full amount is authorized and held; nothing is charged yet.
 *
 * @param reference the provider's name for this payment
 */
public record PaymentSucceeded(UUID orderId, Money amount, String reference)
    implements PaymentEvent {

  public PaymentSucceeded {
    requireNonNull(orderId, "orderId");
    requireNonNull(amount, "amount");
    requireNonNull(reference, "reference");
  }
}
