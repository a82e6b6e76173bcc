package dev.orderflow.localstack.demo;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order of the walk-through and how it must end.
 *
 * @param reason why it is cancelled in the end, null when it is confirmed
 */
record Story(
    String title,
    String customer,
    String sku,
    int quantity,
    String token,
    @Nullable String reason) {

  static final List<Story> WALK_THROUGH =
      List.of(
          new Story("in stock, card accepted", "Ada Lovelace", "MUG-01", 2, "pm_card_visa", null),
          new Story("out of stock", "Alan Turing", "POSTER-01", 1, "pm_card_visa", "OUT_OF_STOCK"),
          new Story(
              "card declined",
              "Grace Hopper",
              "MUG-01",
              1,
              "pm_card_chargeDeclined",
              "PAYMENT_DECLINED"));

  String email() {
    return customer.substring(0, customer.indexOf(' ')).toLowerCase(java.util.Locale.ROOT)
        + "@example.com";
  }

  String expectedStatus() {
    return reason == null ? "CONFIRMED" : "CANCELLED";
  }

  Map<String, Object> request() {
    return Map.of(
        "customer", Map.of("name", customer, "email", email()),
        "lines", List.of(Map.of("sku", sku, "quantity", quantity)),
        "payment", Map.of("token", token));
  }
}
