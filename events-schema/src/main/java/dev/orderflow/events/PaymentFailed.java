package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.PaymentStage;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The provider refused for good: the authorization, or later the capture.
 *
 * @param code the provider's reason, for programs (such as {@code insufficient_funds})
 * @param detail the provider's reason, for people, or null
 */
public record PaymentFailed(
    UUID orderId, Money amount, PaymentStage stage, String code, @Nullable String detail)
    implements PaymentEvent {

  public PaymentFailed {
    requireNonNull(orderId, "orderId");
    requireNonNull(amount, "amount");
    requireNonNull(stage, "stage");
    requireNonNull(code, "code");
  }
}
