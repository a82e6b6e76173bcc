package dev.orderflow.systemtests;

import static java.util.stream.Collectors.toSet;

import dev.orderflow.systemtests.Invariants.Findings;
import dev.orderflow.systemtests.Witness.Basket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** O3: whether an order deserved its outcome, by its history and by what its customer wanted. */
final class OutcomeChecks {

  private static final String DECLINED = "pm_card_chargeDeclined";
  private static final String CAPTURE_FAILS = "pm_card_sandboxCaptureFails";

  private OutcomeChecks() {}

  static void check(Facts facts, Witness witness, Findings findings) {
    Map<String, List<Basket>> baskets = ClientChecks.basketsByKey(witness);
    Set<UUID> asked =
        witness.sightings().stream()
            .filter(it -> it.request() == Witness.Request.CANCELLING)
            .map(Witness.Sighting::orderId)
            .collect(toSet());
    for (Facts.Order order : facts.orders()) {
      findings.check(
          followsFromItsHistory(order),
          "O3",
          order.id(),
          "is " + order.status() + " " + order.reason() + " though nothing made it so");
      baskets.getOrDefault(ClientChecks.keyOf(order), List.of()).stream()
          .filter(basket -> ClientChecks.isFor(order, basket))
          .forEach(basket ->
              findings.check(
                  isDeserved(order, basket, asked.contains(order.id())),
                  "O3",
                  order.id(),
                  "is " + order.status() + " " + order.reason() + " with " + basket));
    }
  }

  private static boolean followsFromItsHistory(Facts.Order order) {
    Set<String> heard =
        order.history().stream().map(it -> Shop.shortName(it.type())).collect(toSet());
    return switch (order.reason()) {
      case "" -> !order.status().equals("CANCELLED");
      case "OUT_OF_STOCK" -> heard.contains("InventoryRejected");
      case "PAYMENT_DECLINED" -> !order.confirmedOnce() && heard.contains("PaymentFailed");
      case "PAYMENT_CAPTURE_FAILED" -> order.confirmedOnce() && heard.contains("PaymentFailed");
      case "EXPIRED" -> order.overdue();
      default -> true;
    };
  }

  private static boolean isDeserved(Facts.Order order, Basket basket, boolean asked) {
    boolean declines = basket.card().startsWith(DECLINED);
    boolean captureFails = basket.card().equals(CAPTURE_FAILS);
    return switch (order.reason()) {
      case "" -> !declines && !captureFails;
      case "OUT_OF_STOCK" -> basket.mayRunOut();
      case "PAYMENT_DECLINED" -> declines;
      case "PAYMENT_CAPTURE_FAILED" -> captureFails;
      case "CUSTOMER_REQUEST" -> asked;
      default -> true;
    };
  }
}
