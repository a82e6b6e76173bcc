package dev.orderflow.localstack.provider;

import dev.orderflow.localstack.provider.Entry.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP answer in Stripe's shape.
 *
 * @param replayed whether it was saved for the idempotency key by an earlier call
 */
record Answer(int status, Map<String, ?> body, boolean replayed) {

  /** What the ledger's line says was answered. */
  static Answer of(Entry entry, boolean replayed) {
    return new Answer(entry.status(), body(entry), replayed);
  }

  static Answer ok(Map<String, ?> body) {
    return new Answer(200, body, false);
  }

  static Answer invalid(String code, String parameter, String message) {
    return error(400, "invalid_request_error", code, message, parameter);
  }

  static Answer notFound(String id) {
    String message = "No such payment_intent: '" + id + "'";
    return error(404, "invalid_request_error", "resource_missing", message, "intent");
  }

  static Answer unauthorized() {
    return error(401, "invalid_request_error", null, "Invalid API Key provided.", null);
  }

  static Answer rateLimited() {
    return error(429, "invalid_request_error", "rate_limit", "Too many requests.", null);
  }

  static Answer keyOfAnotherCall() {
    String message = "Keys for idempotent requests can only be used with the same parameters.";
    return error(400, "idempotency_error", null, message, null);
  }

  static Answer keyInUse() {
    String message = "There is currently another in-progress request using this idempotency key.";
    return error(409, "idempotency_error", "idempotency_key_in_use", message, null);
  }

  static Answer failed() {
    return error(500, "api_error", null, "An unknown error occurred.", null);
  }

  static Answer unknownUrl() {
    return error(404, "invalid_request_error", null, "Unrecognized request URL.", null);
  }

  /** A payment intent as Stripe shows it after the ledger's line. */
  static Map<String, ?> intent(Entry entry) {
    return intent(entry, chargeId(entry));
  }

  /** The same, with its charge instead of the charge's id. */
  static Map<String, ?> expandedIntent(Entry entry) {
    long refunded = entry.state() == State.REFUNDED ? entry.amount() : 0;
    return intent(
        entry,
        Map.of(
            "id",
            chargeId(entry),
            "object",
            "charge",
            "amount",
            entry.amount(),
            "amount_refunded",
            refunded,
            "refunded",
            refunded > 0));
  }

  private static String chargeId(Entry entry) {
    return "ch" + intentId(entry.intent()).substring(2);
  }

  private static Map<String, ?> intent(Entry entry, Object charge) {
    State state = entry.state();
    Map<String, @Nullable Object> intent = new LinkedHashMap<>();
    intent.put("id", intentId(entry.intent()));
    intent.put("object", "payment_intent");
    intent.put("amount", entry.amount());
    intent.put("amount_capturable", state == State.REQUIRES_CAPTURE ? entry.amount() : 0);
    intent.put("amount_received", state.isCharged() ? entry.amount() : 0);
    intent.put("capture_method", "manual");
    intent.put("currency", entry.currency());
    intent.put("latest_charge", charge);
    intent.put("livemode", false);
    intent.put("metadata", Map.of("order_id", entry.order()));
    intent.put("payment_method_types", List.of("card"));
    intent.put("status", state.isCharged() ? "succeeded" : state.name().toLowerCase(Locale.ROOT));
    return intent;
  }

  /** Ten digits, without the formatter, which would take longer than all the rest of a call. */
  static String intentId(int number) {
    return "pi_sandbox_" + Long.toString(10_000_000_000L + number).substring(1);
  }

  /** The number in an id of ours; 0 for any other. */
  static int intentNumber(String id) {
    return id.matches("pi_sandbox_[0-9]{10}") && id.charAt(11) == '0'
        ? Integer.parseInt(id.substring(11))
        : 0;
  }

  private static Map<String, ?> body(Entry entry) {
    return switch (entry.status()) {
      case 200 -> entry.kind() == Entry.Kind.REFUNDED ? refund(entry) : intent(entry);
      case 402 -> cardError(entry).body();
      case 400 -> stateForbids(entry).body();
      default -> failed().body();
    };
  }

  private static Map<String, ?> refund(Entry entry) {
    String id = intentId(entry.intent());
    return Map.of(
        "id",
        "re" + id.substring(2),
        "object",
        "refund",
        "amount",
        entry.amount(),
        "currency",
        entry.currency(),
        "payment_intent",
        id,
        "status",
        "succeeded");
  }

  private static Answer cardError(Entry entry) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("type", "card_error");
    error.put("code", entry.card().code);
    error.put("decline_code", entry.card().declineCode);
    error.put("message", entry.card().message);
    error.put("payment_intent", intent(entry));
    return new Answer(402, Map.of("error", error), false);
  }

  private static Answer stateForbids(Entry entry) {
    if (entry.state() == State.REFUNDED) {
      return invalid(
          "charge_already_refunded", "payment_intent", "Charge has already been refunded.");
    }
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("type", "invalid_request_error");
    error.put("code", "payment_intent_unexpected_state");
    error.put("message", "This PaymentIntent's status does not allow this.");
    error.put("payment_intent", intent(entry));
    return new Answer(400, Map.of("error", error), false);
  }

  private static Answer error(
      int status, String type, @Nullable String code, String message, @Nullable String parameter) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("type", type);
    if (code != null) error.put("code", code);
    if (parameter != null) error.put("param", parameter);
    error.put("message", message);
    return new Answer(status, Map.of("error", error), false);
  }
}
