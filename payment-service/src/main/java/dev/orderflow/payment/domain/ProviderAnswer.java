package dev.orderflow.payment.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a call has taught about the money. All but {@link Unclear} are the provider's word and final
 * for what they say.
 */
public sealed interface ProviderAnswer {

  /** The full amount is held. */
  record Held(String reference) implements ProviderAnswer {}

  /** The amount was captured. */
  record Charged(String reference) implements ProviderAnswer {}

  /** Nothing is held any more, and nothing was captured. */
  record Released() implements ProviderAnswer {}

  /** What was captured was refunded. */
  record PaidBack() implements ProviderAnswer {}

  /**
   * The provider will not do it, now or later.
   *
   * @param code for programs
   * @param detail for people, or null; holds no token
   */
  record Refused(String code, @Nullable String detail) implements ProviderAnswer {}

  /** There is no such payment, as far as the provider's search knows. */
  record NotFound() implements ProviderAnswer {}

  /**
   * It may or may not have happened.
   *
   * @param error for an operator; holds no token
   * @param keySpent the idempotency key will never lead to another answer
   */
  record Unclear(String error, boolean keySpent) implements ProviderAnswer {

    public Unclear(String error) {
      this(error, false);
    }
  }
}
