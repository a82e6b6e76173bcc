package dev.orderflow.payment.gateway;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.domain.ProviderRecord;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plays a provider without one: the outcome follows from the token alone, as documented for
 * Stripe's test tokens. Remembers nothing and moves no money, so a repeated call has the same
 * answer.
 */
final class SandboxGateway implements PaymentGateway {

  private static final Set<String> PAYING =
      Set.of(
          "pm_card_visa",
          "pm_card_visa_debit",
          "pm_card_mastercard",
          "pm_card_mastercard_debit",
          "pm_card_amex",
          "pm_card_discover",
          "pm_card_diners",
          "pm_card_jcb",
          "pm_card_unionpay");

  private static final Map<String, Refused> REFUSED =
      Map.ofEntries(
          refused("pm_card_chargeDeclined", "generic_decline", "Your card was declined."),
          refused("pm_card_visa_chargeDeclined", "generic_decline", "Your card was declined."),
          refused(
              "pm_card_chargeDeclinedInsufficientFunds",
              "insufficient_funds",
              "Your card has insufficient funds."),
          refused(
              "pm_card_visa_chargeDeclinedInsufficientFunds",
              "insufficient_funds",
              "Your card has insufficient funds."),
          refused("pm_card_chargeDeclinedLostCard", "lost_card", "Your card was declined."),
          refused("pm_card_chargeDeclinedStolenCard", "stolen_card", "Your card was declined."),
          refused("pm_card_chargeDeclinedFraudulent", "fraudulent", "Your card was declined."),
          refused("pm_card_chargeDeclinedExpiredCard", "expired_card", "Your card has expired."),
          refused(
              "pm_card_chargeDeclinedIncorrectCvc",
              "incorrect_cvc",
              "Your card's security code is incorrect."),
          refused(
              "pm_card_chargeDeclinedProcessingError",
              "processing_error",
              "An error occurred while processing your card. Try again in a little bit."),
          refused(
              "pm_card_authenticationRequired",
              "authentication_required",
              "Your card was declined. This transaction requires authentication."));

  /** Not one of Stripe's: is authorized, and its capture is refused. */
  private static final String CAPTURE_FAILS = "pm_card_sandboxCaptureFails";

  // The only thing to remember about a payment fits in the name that the caller keeps.
  private static final String UNCAPTURABLE = "sandbox_uncapturable_";
  private static final String CAPTURABLE = "sandbox_";

  @Override
  public ProviderAnswer ask(ProviderCall call) {
    return switch (call.operation()) {
      case AUTHORIZE -> authorize(call, requireNonNull(call.token()));
      case CAPTURE -> capture(requireNonNull(call.reference()));
      case VOID -> new Released();
      case REFUND -> new PaidBack();
      case LOOK_UP -> new NotFound();
    };
  }

  @Override
  public ProviderRecord find(UUID orderId, @Nullable String reference, Money amount) {
    return new ProviderRecord(ProviderRecord.State.UNKNOWN, "the sandbox remembers nothing");
  }

  private static ProviderAnswer authorize(ProviderCall call, String token) {
    if (token.equals(CAPTURE_FAILS)) return new Held(UNCAPTURABLE + call.orderId());
    if (PAYING.contains(token)) return new Held(CAPTURABLE + call.orderId());
    return REFUSED.getOrDefault(token, new Refused("resource_missing", null));
  }

  private static ProviderAnswer capture(String reference) {
    return reference.startsWith(UNCAPTURABLE)
        ? new Refused("generic_decline", "Your card was declined.")
        : new Charged(reference);
  }

  private static Map.Entry<String, Refused> refused(String token, String code, String detail) {
    return Map.entry(token, new Refused(code, detail));
  }
}
