package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.order.domain.Placement;
import java.util.List;
import java.util.UUID;

/**
 * What a customer orders.
 *
 * @param number 1, 2, 3 …
 * @param skus a line of one piece for each
 */
record Purchase(int number, List<String> skus, String token) {

  static final String PAYS = "pm_card_visa";
  static final String IS_DECLINED = "pm_card_chargeDeclined";
  static final String CAPTURE_FAILS = "pm_card_sandboxCaptureFails";

  private static final Money PRICE = Money.of("12.90", "EUR");
  private static final Customer ADA = new Customer("Ada Lovelace", "ada@example.com");

  /** Calls orders by their numbers: a story is full of their ids. */
  static String named(String text) {
    return text.replaceAll("0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b0([0-9])", "order $1");
  }

  UUID orderId() {
    return new UUID(0x0190a5c87b3e7c41L, 0x9b633f0c8f4f3b00L + number);
  }

  Money total() {
    return PRICE.times(skus.size());
  }

  Placement placement() {
    List<OrderLine> lines = skus.stream().map(sku -> OrderLine.of(sku, sku, 1, PRICE)).toList();
    return new Placement(
        orderId(), "anonymous", "key-" + number, orderId(), ADA, lines, total(), token, null);
  }
}
