package dev.orderflow.localstack.provider;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A request as the provider sees it.
 *
 * @param parameters of the query or of the form
 * @param key the idempotency key, or empty
 */
record Call(Operation operation, String path, Map<String, String> parameters, String key) {

  /** Names as in the URL of the faults; everything else about a call is Stripe's. */
  enum Operation {
    AUTHORIZE,
    CAPTURE,
    VOID,
    REFUND,
    RETRIEVE,
    SEARCH;

    boolean changesMoney() {
      return this != RETRIEVE && this != SEARCH;
    }
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** {@code /v1/payment_intents/{id}} and what may follow. */
  String intentInPath() {
    return path.split("/", -1)[3];
  }

  long fingerprint() {
    return HashIndex.hash(path + parameters);
  }

  /** Sorted, so that the same parameters always have the same fingerprint. */
  static Map<String, String> decode(String form) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0)
        parameters.put(text(pair.substring(0, equals)), text(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String text(String encoded) {
    return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
  }
}
