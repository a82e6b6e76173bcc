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

  DECLINED("pm_card_chargeDeclined", "card_declined", "generic_decline", "Your card was declined."),
  DECLINED_VISA(
      "pm_card_visa_chargeDeclined", "card_declined", "generic_decline", "Your card was declined."),
  INSUFFICIENT_FUNDS(
      "pm_card_chargeDeclinedInsufficientFunds",
      "card_declined",
      "insufficient_funds",
      "Your card has insufficient funds."),
  INSUFFICIENT_FUNDS_VISA(
      "pm_card_visa_chargeDeclinedInsufficientFunds",
      "card_declined",
      "insufficient_funds",
      "Your card has insufficient funds."),
  LOST("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card", "Your card was declined."),
  STOLEN(
      "pm_card_chargeDeclinedStolenCard",
      "card_declined",
      "stolen_card",
      "Your card was declined."),
  FRAUDULENT(
      "pm_card_chargeDeclinedFraudulent", "card_declined", "fraudulent", "Your card was declined."),
  EXPIRED("pm_card_chargeDeclinedExpiredCard", "expired_card", null, "Your card has expired."),
  INCORRECT_CVC(
      "pm_card_chargeDeclinedIncorrectCvc",
      "incorrect_cvc",
      null,
      "Your card's security code is incorrect."),
  PROCESSING_ERROR(
      "pm_card_chargeDeclinedProcessingError",
      "processing_error",
      null,
      "An error occurred while processing your card. Try again in a little bit."),
  AUTHENTICATION_REQUIRED(
      "pm_card_authenticationRequired",
      "authentication_required",
      "authentication_required",
      "Your card was declined. This transaction requires authentication."),

  /** Sandbox only: is authorized, and its capture is refused for good. */
  CAPTURE_REFUSED(
      "pm_card_sandboxCaptureFails", "card_declined", "generic_decline", "Your card was declined.");

  final String token;

  /** Stripe's error code of the refusal; null for a card that pays. */
  final @Nullable String code;

  final @Nullable String declineCode;

  /** Stripe's message to people about the refusal. */
  final @Nullable String message;

  TestCard(String token) {
    this(token, null, null, null);
  }

  TestCard(
      String token, @Nullable String code, @Nullable String declineCode, @Nullable String message) {
    this.token = token;
    this.code = code;
    this.declineCode = declineCode;
    this.message = message;
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
