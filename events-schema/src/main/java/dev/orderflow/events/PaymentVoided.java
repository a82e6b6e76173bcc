package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A cancelled order holds no money: its authorization was voided or never made. Stated for every
 * cancelled order that was not charged.
 *
 * @param reference the provider's name for the voided payment; null when there was none
 */
public record PaymentVoided(UUID orderId, @Nullable String reference) implements PaymentEvent {

  public PaymentVoided {
    requireNonNull(orderId, "orderId");
  }
}
