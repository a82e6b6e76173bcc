package dev.orderflow.payment.gateway;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.PaymentIntentSearchParams;
import dev.orderflow.events.value.Money;
import dev.orderflow.payment.domain.ProviderRecord;
import dev.orderflow.payment.domain.ProviderRecord.State;
import java.time.Duration;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What Stripe has recorded of a payment: its payment intent, and whether that was refunded. */
final class StripeRecords {

  /** Nobody waits for the answer; without it a hanging call would hold up the comparison. */
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private static final int NOT_FOUND = 404;
  private static final String CHARGE = "latest_charge";

  private StripeRecords() {}

  static ProviderRecord find(
      StripeClient stripe, UUID orderId, @Nullable String reference, Money amount) {
    try {
      return reference == null
          ? search(stripe, orderId, amount)
          : record(retrieve(stripe, reference), amount);
    } catch (InvalidRequestException e) {
      return Integer.valueOf(NOT_FOUND).equals(e.getStatusCode())
          ? ProviderRecord.of(State.NOT_FOUND)
          : unknown(e);
    } catch (StripeException | RuntimeException e) {
      return unknown(e);
    }
  }

  /** Finds the payment intents of an order. */
  static String query(UUID orderId) {
    return "metadata['order_id']:'%s'".formatted(orderId);
  }

  private static PaymentIntent retrieve(StripeClient stripe, String reference)
      throws StripeException {
    PaymentIntentRetrieveParams params =
        PaymentIntentRetrieveParams.builder().addExpand(CHARGE).build();
    return stripe.v1().paymentIntents().retrieve(reference, params, options());
  }

  // Of several attempts, the one that holds most counts.
  private static ProviderRecord search(StripeClient stripe, UUID orderId, Money amount)
      throws StripeException {
    PaymentIntentSearchParams params =
        PaymentIntentSearchParams.builder()
            .setQuery(query(orderId))
            .addExpand("data." + CHARGE)
            .build();
    return stripe.v1().paymentIntents().search(params, options()).getData().stream()
        .map(intent -> record(intent, amount))
        .min(Comparator.comparing(ProviderRecord::state))
        .orElseGet(() -> ProviderRecord.of(State.NOT_FOUND));
  }

  private static ProviderRecord record(PaymentIntent intent, Money amount) {
    return switch (String.valueOf(intent.getStatus())) {
      case "requires_capture" -> of(State.HELD, intent.getAmountCapturable(), amount);
      case "succeeded" -> charged(intent, amount);
      case "canceled" -> ProviderRecord.of(State.RELEASED);
      case "requires_payment_method", "requires_confirmation", "requires_action" ->
          ProviderRecord.of(State.REFUSED);
      default -> new ProviderRecord(State.UNKNOWN, "payment intent " + intent.getStatus());
    };
  }

  private static ProviderRecord charged(PaymentIntent intent, Money amount) {
    Charge charge = intent.getLatestChargeObject();
    if (charge == null) return new ProviderRecord(State.UNKNOWN, "charged, refunds not shown");
    long kept = intent.getAmountReceived() - charge.getAmountRefunded();
    return kept == 0 ? ProviderRecord.of(State.PAID_BACK) : of(State.CHARGED, kept, amount);
  }

  private static ProviderRecord of(State state, @Nullable Long minorUnits, Money amount) {
    return minorUnits != null && minorUnits == StripeAmount.of(amount)
        ? ProviderRecord.of(state)
        : new ProviderRecord(State.OTHER_AMOUNT, state + " " + minorUnits + " in minor units");
  }

  // Without Stripe's message, which may repeat the payment token.
  private static ProviderRecord unknown(Exception e) {
    return new ProviderRecord(State.UNKNOWN, e.getClass().getSimpleName());
  }

  private static RequestOptions options() {
    return RequestOptions.builder().setReadTimeout(Math.toIntExact(TIMEOUT.toMillis())).build();
  }
}
