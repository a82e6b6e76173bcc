package dev.orderflow.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.systemtests.Invariants.Findings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** O2, O3 and what the tables say of O4. */
final class OrderChecks {

  private OrderChecks() {}

  static void check(Facts facts, Findings findings) {
    onePerIdempotencyKey(facts, findings);
    for (Facts.Order order : facts.orders()) {
      isSettled(order, findings);
      hasALegalHistory(order, findings);
    }
    nothingIsLeft(facts, findings);
  }

  private static void onePerIdempotencyKey(Facts facts, Findings findings) {
    facts.orders().stream()
        .collect(groupingBy(Facts.Order::idempotencyKey, counting()))
        .forEach((key, count) -> findings.check(count == 1, "O2", key, count + " orders"));
  }

  private static void isSettled(Facts.Order order, Findings findings) {
    findings.check(
        !order.status().equals("PENDING") && order.settled(),
        "O3",
        order.id(),
        "is " + order.status() + ", settled: " + order.settled());
  }

  private static void nothingIsLeft(Facts facts, Findings findings) {
    facts
        .outboxes()
        .forEach((service, pending) ->
            findings.check(pending == 0, "O3", service, pending + " rows in the outbox"));
    facts
        .lags()
        .forEach((group, lag) ->
            findings.check(lag == 0, "O3", group, lag + " records are still to be read"));
    for (Facts.Payment payment : facts.payments()) {
      boolean settled = List.of("CAPTURED", "VOIDED", "REFUNDED").contains(payment.state());
      findings.check(settled, "O3", payment.orderId(), "its payment is " + payment.state());
    }
    for (Facts.Reservation reservation : facts.reservations()) {
      boolean settled = List.of("COMMITTED", "RELEASED").contains(reservation.state());
      findings.check(
          settled, "O3", reservation.orderId(), "its reservation is " + reservation.state());
    }
  }

  private static void hasALegalHistory(Facts.Order order, Findings findings) {
    List<Integer> versions = order.history().stream().map(Facts.Recorded::version).toList();
    findings.check(
        versions.equals(IntStream.rangeClosed(1, order.version()).boxed().toList()),
        "O4",
        order.id(),
        "versions " + versions);
    List<String> own =
        order.history().stream()
            .filter(it -> it.source().equals("order-service"))
            .map(it -> Shop.shortName(it.type()))
            .toList();
    findings.check(own.equals(legal(order)), "O4", order.id(), order.status() + " after " + own);
  }

  private static List<String> legal(Facts.Order order) {
    return Map.of(
            "PENDING", List.of("OrderCreated"),
            "CONFIRMED", List.of("OrderCreated", "OrderConfirmed"),
            "CANCELLED",
                order.confirmedOnce()
                    ? List.of("OrderCreated", "OrderConfirmed", "OrderCancelled")
                    : List.of("OrderCreated", "OrderCancelled"))
        .getOrDefault(order.status(), List.of());
  }
}
