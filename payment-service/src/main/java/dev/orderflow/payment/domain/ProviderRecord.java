package dev.orderflow.payment.domain;

import static dev.orderflow.payment.domain.PaymentState.AUTHORIZED;
import static dev.orderflow.payment.domain.PaymentState.CAPTURED;
import static dev.orderflow.payment.domain.PaymentState.CAPTURE_FAILED;
import static dev.orderflow.payment.domain.PaymentState.DECLINED;
import static dev.orderflow.payment.domain.PaymentState.REFUNDED;
import static dev.orderflow.payment.domain.PaymentState.VOIDED;

import org.jspecify.annotations.Nullable;

/**
 * What the provider has recorded of a payment.
 *
 * @param detail for people, or null; holds no token
 */
public record ProviderRecord(State state, @Nullable String detail) {

  /** What has become of the money there; what weighs most comes first. */
  public enum State {
    HELD,
    CHARGED,
    /** Held or charged, but not the amount of the order. */
    OTHER_AMOUNT,
    PAID_BACK,
    /** Nothing is held, and nothing was charged. */
    RELEASED,
    /** It was refused, and is kept as such. */
    REFUSED,
    NOT_FOUND,
    /** It did not say. */
    UNKNOWN
  }

  public static ProviderRecord of(State state) {
    return new ProviderRecord(state, null);
  }

  /**
   * Whether it can be true beside a payment in this state; only of one that asks for nothing, or
   * the provider's answer may just be on its way.
   */
  public boolean agreesWith(PaymentState payment) {
    return switch (state) {
      case HELD -> payment == AUTHORIZED || payment == CAPTURE_FAILED;
      case CHARGED -> payment == CAPTURED;
      case OTHER_AMOUNT -> false;
      case PAID_BACK -> payment == REFUNDED;
      case RELEASED -> payment == VOIDED || payment == DECLINED || payment == CAPTURE_FAILED;
      case REFUSED, NOT_FOUND -> payment == DECLINED || payment == VOIDED;
      case UNKNOWN -> true;
    };
  }

  @Override
  public String toString() {
    return detail == null ? state.name() : state + " (" + detail + ")";
  }
}
