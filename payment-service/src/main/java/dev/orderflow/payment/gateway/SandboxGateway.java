package dev.orderflow.payment.gateway;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;

import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderCall;
import java.util.Map;

/**
 * Plays a provider without one: the outcome follows from the token alone, as documented for
 * Stripe's test tokens. Remembers nothing and moves no money, so a repeated call has the same
 * answer.
 */
final class SandboxGateway implements PaymentGateway {

  private static final Map<String, String> REFUSALS =
      Map.ofEntries(
          entry("pm_card_chargeDeclined", "generic_decline"),
          entry("pm_card_visa_chargeDeclined", "generic_decline"),
          entry("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"),
          entry("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
          entry("pm_card_chargeDeclinedLostCard", "lost_card"),
          entry("pm_card_chargeDeclinedStolenCard", "stolen_card"),
          entry("pm_card_chargeDeclinedFraudulent", "fraudulent"),
          entry("pm_card_chargeDeclinedExpiredCard", "expired_card"),
          entry("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc"),
          entry("pm_card_chargeDeclinedProcessingError", "processing_error"),
          entry("pm_card_authenticationRequired", "authentication_required"));

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

  private static ProviderAnswer authorize(ProviderCall call, String token) {
    if (token.equals(CAPTURE_FAILS)) return new Held(UNCAPTURABLE + call.orderId());
    String refusal = REFUSALS.get(token);
    if (refusal != null) return new Refused(refusal, "Your card was declined.");
    return token.startsWith("pm_card_")
        ? new Held(CAPTURABLE + call.orderId())
        : new Refused("resource_missing", null);
  }

  private static ProviderAnswer capture(String reference) {
    return reference.startsWith(UNCAPTURABLE)
        ? new Refused("generic_decline", "Your card was declined.")
        : new Charged(reference);
  }
}
