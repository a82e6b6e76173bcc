package dev.orderflow.localstack.provider;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the cards behind the test tokens. All are Stripe's own, except {@link
 * #CAPTURE_REFUSED}, because no card of Stripe's fails only at its capture.
 */
enum TestCard {
  VISA("pm_card_visa"),
  VISA_DEBIT("pm_card_visa_debit"),
  MASTERCARD("pm_card_mastercard"),
  MASTERCARD_DEBIT("pm_card_mastercard_debit"),
  AMEX("pm_card_amex"),
  DISCOVER("pm_card_discover"),
  DINERS("pm_card_diners"),
  JCB("pm_card_jcb"),
  UNIONPAY("pm_card_unionpay"),

  DECLINED("pm_card_chargeDeclined", "card_declined", "generic_decline"),
  DECLINED_VISA("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
  INSUFFICIENT_FUNDS(
      "pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
  INSUFFICIENT_FUNDS_VISA(
      "pm_card_visa_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
  LOST("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"),
  STOLEN("pm_card_chargeDeclinedStolenCard", "card_declined", "stolen_card"),
  FRAUDULENT("pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent"),
  EXPIRED("pm_card_chargeDeclinedExpiredCard", "expired_card", null),
  INCORRECT_CVC("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", null),
  PROCESSING_ERROR("pm_card_chargeDeclinedProcessingError", "processing_error", null),
  AUTHENTICATION_REQUIRED(
      "pm_card_authenticationRequired", "authentication_required", "authentication_required"),

  /** Sandbox only: is authorized, and its capture is refused for good. */
  CAPTURE_REFUSED("pm_card_sandboxCaptureFails", "card_declined", "generic_decline");

  final String token;

  /** Stripe's error code of the refusal; null for a card that pays. */
  final @Nullable String code;

  final @Nullable String declineCode;

  TestCard(String token) {
    this(token, null, null);
  }

  TestCard(String token, @Nullable String code, @Nullable String declineCode) {
    this.token = token;
    this.code = code;
    this.declineCode = declineCode;
  }

  static Optional<TestCard> of(String token) {
    return Arrays.stream(values()).filter(card -> card.token.equals(token)).findFirst();
  }

  boolean isAuthorized() {
    return code == null || this == CAPTURE_REFUSED;
  }

  boolean isCaptured() {
    return code == null;
  }
}
