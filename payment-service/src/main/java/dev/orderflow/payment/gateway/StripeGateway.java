package dev.orderflow.payment.gateway;

import static java.util.Objects.requireNonNull;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentCreateParams.CaptureMethod;
import com.stripe.param.PaymentIntentSearchParams;
import com.stripe.param.RefundCreateParams;
import dev.orderflow.events.value.Money;
import dev.orderflow.payment.PaymentSettings;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.domain.ProviderRecord;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stripe: each payment is a payment intent with manual capture, confirmed at once and named after
 * its order in the metadata. Which answers are final is decided here, and only those are passed on
 * as such: an error of the account, the network or Stripe itself says nothing about the money.
 */
final class StripeGateway implements PaymentGateway, AutoCloseable {

  /** Parameters that come from the order: if one is refused, the order is, not our set-up. */
  private static final Set<String> OF_THE_ORDER = Set.of("payment_method", "amount", "currency");

  /** What codes begin with that refuse an amount, whatever parameter they name. */
  private static final List<String> OF_THE_AMOUNT = List.of("amount_too_", "invalid_charge_amount");

  /**
   * A look-up within a call, whose own time-out may be used up, must fit into the lease's margin.
   * Where a search has found several payments, it need not: to be asked twice they don't mind.
   */
  private static final Duration SHORT_TIMEOUT = Duration.ofSeconds(2);

  /**
   * The pool looks at a connection when a call takes it: those that only a burst needs would stay,
   * closed by Stripe, until the next one.
   */
  private static final Duration IDLE = Duration.ofSeconds(30);

  /** As long as Stripe's ids become, which hold none but plain characters. */
  private static final Pattern USABLE_ID = Pattern.compile("[!-~]{1,255}");

  private static final Unclear NO_USABLE_ID = new Unclear("no usable id");

  static {
    // It would tell Stripe how long earlier calls took, and keep an id in the home directory.
    Stripe.enableTelemetry = false;
  }

  private final StripeHttp http;
  private final StripeClient stripe;

  /**
   * @param mostCalls at a time
   */
  StripeGateway(PaymentSettings.Stripe settings, int mostCalls) {
    http = new StripeHttp(settings.connectTimeout(), mostCalls, IDLE);
    stripe =
        StripeClient.builder()
            .setApiKey(settings.apiKey())
            .setApiBase(settings.baseUrl().toString())
            .setMaxNetworkRetries(0)
            .setHttpClient(http)
            .build();
  }

  @Override
  public ProviderAnswer ask(ProviderCall call) {
    try {
      return switch (call.operation()) {
        case AUTHORIZE ->
            StripeAmount.canState(call.amount())
                ? decided(authorize(call), call)
                : new Refused("invalid_amount", null);
        case CAPTURE -> decided(capture(call), call);
        case VOID -> decided(cancel(call), call);
        case REFUND -> refund(call);
        case LOOK_UP -> lookUp(call);
      };
    } catch (StripeException e) {
      return answer(e, call);
    } catch (RuntimeException e) {
      // An answer that is not Stripe's, such as a proxy's error page.
      return new Unclear(e.getClass().getSimpleName());
    }
  }

  @Override
  public ProviderRecord find(UUID orderId, @Nullable String reference, Money amount) {
    return StripeRecords.find(stripe, orderId, reference, amount);
  }

  @Override
  public void close() {
    http.close();
  }

  private PaymentIntent authorize(ProviderCall call) throws StripeException {
    PaymentIntentCreateParams params =
        PaymentIntentCreateParams.builder()
            .setAmount(StripeAmount.of(call.amount()))
            .setCurrency(call.amount().currency().getCurrencyCode().toLowerCase(Locale.ROOT))
            .setPaymentMethod(requireNonNull(call.token()))
            .addPaymentMethodType("card")
            .setCaptureMethod(CaptureMethod.MANUAL)
            .setConfirm(true)
            // Nobody is there to log in at the bank: such a payment is declined instead of left
            // open.
            .setErrorOnRequiresAction(true)
            .putMetadata("order_id", call.orderId().toString())
            .build();
    return stripe.v1().paymentIntents().create(params, once(call));
  }

  private PaymentIntent capture(ProviderCall call) throws StripeException {
    PaymentIntentCaptureParams all = PaymentIntentCaptureParams.builder().build();
    return stripe.v1().paymentIntents().capture(reference(call), all, once(call));
  }

  private PaymentIntent cancel(ProviderCall call) throws StripeException {
    PaymentIntentCancelParams params = PaymentIntentCancelParams.builder().build();
    return stripe.v1().paymentIntents().cancel(reference(call), params, once(call));
  }

  private ProviderAnswer refund(ProviderCall call) throws StripeException {
    RefundCreateParams all = RefundCreateParams.builder().setPaymentIntent(reference(call)).build();
    String status = String.valueOf(stripe.v1().refunds().create(all, once(call)).getStatus());
    return switch (status) {
      case "succeeded", "pending" -> new PaidBack();
      // Its key would lead to this refund for ever, and never to another one.
      case "failed", "canceled" -> new Unclear("refund " + status, true);
      default -> new Unclear("refund " + status);
    };
  }

  private ProviderAnswer lookUp(ProviderCall call) throws StripeException {
    PaymentIntentSearchParams byOrder =
        PaymentIntentSearchParams.builder().setQuery(StripeRecords.query(call.orderId())).build();
    List<PaymentIntent> found =
        stripe.v1().paymentIntents().search(byOrder, options(call.timeout()).build()).getData();
    ProviderAnswer best = new NotFound();
    for (PaymentIntent intent : found) {
      // The search knows it, but perhaps as it was a while ago.
      ProviderAnswer answer =
          hasUsableId(intent) ? answer(retrieve(intent.getId()), call) : NO_USABLE_ID;
      if (rank(answer) < rank(best)) best = answer;
    }
    return best;
  }

  // Of several attempts the one that may hold money counts.
  private static int rank(ProviderAnswer answer) {
    return switch (answer) {
      case Charged _ -> 0;
      case Held _ -> 1;
      case Unclear _ -> 2;
      case PaidBack _, Released _, Refused _ -> 3;
      case NotFound _ -> 4;
    };
  }

  /**
   * Under a key Stripe repeats its first answer, also one that was not the last word: that is asked
   * of the payment itself.
   */
  private ProviderAnswer decided(PaymentIntent intent, ProviderCall call) throws StripeException {
    ProviderAnswer answer = answer(intent, call);
    if (!(answer instanceof Unclear unclear) || !hasUsableId(intent)) return answer;
    ProviderAnswer found = answer(retrieve(intent.getId()), call);
    return isAsBefore(found, call) ? new Unclear(unclear.error(), true) : found;
  }

  private PaymentIntent retrieve(String reference) throws StripeException {
    return stripe.v1().paymentIntents().retrieve(reference, options(SHORT_TIMEOUT).build());
  }

  /** What the payment intent's status says about the money. */
  private static ProviderAnswer answer(PaymentIntent intent, ProviderCall call) {
    // It is kept with the payment, and stated by its events.
    if (!hasUsableId(intent)) return NO_USABLE_ID;
    boolean toVoid = call.operation() == Operation.VOID;
    return switch (String.valueOf(intent.getStatus())) {
      case "requires_capture" -> held(intent, call);
      case "succeeded" -> charged(intent, call);
      case "canceled" -> new Released();
      // Nothing is held that way either, and nobody will confirm it.
      case "requires_payment_method", "requires_confirmation" ->
          toVoid ? new Released() : refused(intent.getLastPaymentError());
      case "requires_action" ->
          toVoid ? new Released() : new Refused("authentication_required", null);
      default -> new Unclear("payment intent " + intent.getStatus());
    };
  }

  private static boolean hasUsableId(PaymentIntent intent) {
    return intent.getId() != null && USABLE_ID.matcher(intent.getId()).matches();
  }

  private static ProviderAnswer held(PaymentIntent intent, ProviderCall call) {
    Long amount = intent.getAmountCapturable();
    return amount != null && amount == StripeAmount.of(call.amount())
        ? new Held(intent.getId())
        : new Unclear("holds " + amount + " in minor units");
  }

  // Somebody may have captured less at Stripe: that is not the capture that we asked for, and there
  // is no second one. But a refund is of all that was charged, however much.
  private static ProviderAnswer charged(PaymentIntent intent, ProviderCall call) {
    Long amount = intent.getAmountReceived();
    boolean isOther = amount != null && amount != StripeAmount.of(call.amount());
    return !isOther || call.operation() != Operation.CAPTURE
        ? new Charged(intent.getId())
        : new Refused("captured_other_amount", null);
  }

  private static ProviderAnswer refused(@Nullable StripeError error) {
    if (error == null) return new Refused("card_declined", null);
    String reason = error.getDeclineCode() != null ? error.getDeclineCode() : error.getCode();
    // Of another type, the message may repeat the payment token.
    String detail = "card_error".equals(error.getType()) ? error.getMessage() : null;
    return new Refused(reason == null ? "card_declined" : reason, detail);
  }

  private ProviderAnswer answer(StripeException error, ProviderCall call) {
    return switch (error) {
      case CardException _ -> refused(error.getStripeError());
      case IdempotencyException _ -> new Unclear(summary(error), true);
      case InvalidRequestException invalid -> answer(invalid, call);
      default ->
          isReplayed(error)
              ? lookedUp(call, new Unclear(summary(error), true))
              : new Unclear(summary(error));
    };
  }

  private ProviderAnswer answer(InvalidRequestException error, ProviderCall call) {
    Unclear unclear = new Unclear(summary(error), isReplayed(error));
    return switch (call.operation()) {
      case AUTHORIZE -> isOfTheOrder(error) ? new Refused(code(error), null) : unclear;
      case CAPTURE ->
          "charge_expired_for_capture".equals(error.getCode())
              ? new Refused(code(error), null)
              : lookedUp(call, unclear);
      case VOID -> lookedUp(call, unclear);
      case REFUND -> "charge_already_refunded".equals(error.getCode()) ? new PaidBack() : unclear;
      case LOOK_UP -> unclear;
    };
  }

  private static boolean isOfTheOrder(InvalidRequestException error) {
    return (error.getParam() != null && OF_THE_ORDER.contains(error.getParam()))
        || OF_THE_AMOUNT.stream().anyMatch(code(error)::startsWith);
  }

  /**
   * The state of a known payment decides what the answer left open; unless the payment is just as
   * it was before the call.
   */
  private ProviderAnswer lookedUp(ProviderCall call, Unclear unclear) {
    if (call.operation() != Operation.CAPTURE && call.operation() != Operation.VOID) return unclear;
    try {
      ProviderAnswer found = answer(retrieve(reference(call)), call);
      return isAsBefore(found, call) ? unclear : found;
    } catch (StripeException | RuntimeException e) {
      return unclear;
    }
  }

  private static boolean isAsBefore(ProviderAnswer found, ProviderCall call) {
    return found instanceof Held && call.operation() != Operation.AUTHORIZE;
  }

  private static boolean isReplayed(StripeException error) {
    StripeError body = error.getStripeError();
    return body != null
        && body.getLastResponse() != null
        && body.getLastResponse().headers().firstValue("Idempotent-Replayed").isPresent();
  }

  private static RequestOptions once(ProviderCall call) {
    return options(call.timeout()).setIdempotencyKey(call.idempotencyKey()).build();
  }

  private static RequestOptions.RequestOptionsBuilder options(Duration timeout) {
    return RequestOptions.builder().setReadTimeout(Math.toIntExact(timeout.toMillis()));
  }

  private static String reference(ProviderCall call) {
    return requireNonNull(call.reference());
  }

  private static String code(StripeException error) {
    return error.getCode() == null ? "invalid_request" : error.getCode();
  }

  // Without Stripe's message, which may repeat the payment token.
  private static String summary(StripeException error) {
    Throwable cause = error.getCause();
    return "%s, status %s, code %s, request %s%s"
        .formatted(
            error.getClass().getSimpleName(),
            error.getStatusCode(),
            error.getCode(),
            error.getRequestId(),
            cause == null ? "" : ", " + cause.getClass().getSimpleName());
  }
}
