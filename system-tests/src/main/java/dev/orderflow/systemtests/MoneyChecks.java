package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.systemtests.Invariants.Findings;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** M1 and M2. */
final class MoneyChecks {

  private MoneyChecks() {}

  static void check(Facts facts, Findings findings) {
    Map<UUID, Facts.Order> orders =
        facts.orders().stream()
            .collect(toMap(Facts.Order::id, Function.identity(), (one, _) -> one));
    followsTheOrders(facts, orders, findings);
    for (Facts.Order order : orders.values()) isThePriceOfTheLines(order, findings);
    for (Facts.Payment payment : facts.payments()) {
      isTheTotal(payment, orders.get(payment.orderId()), findings);
    }
  }

  private static void followsTheOrders(
      Facts facts, Map<UUID, Facts.Order> orders, Findings findings) {
    Map<String, List<Facts.Charge>> ledger =
        facts.ledger().stream().collect(groupingBy(Facts.Charge::orderId));
    for (Facts.Order order : orders.values()) {
      follows(order, ledger.getOrDefault(order.id().toString(), List.of()), findings);
    }
    ledger.forEach((orderId, charges) -> {
      boolean known =
          orderId.isEmpty() ? isNothing(charges) : orders.containsKey(UUID.fromString(orderId));
      findings.check(known, "M1", orderId, "charged without an order");
    });
  }

  // A call that was refused may be about no order, as one about a payment that there is not.
  private static boolean isNothing(List<Facts.Charge> charges) {
    return held(charges).isEmpty() && count(charges, "CAPTURED") == 0;
  }

  private static void follows(Facts.Order order, List<Facts.Charge> charges, Findings findings) {
    long charged = sum(charges, "CAPTURED") - sum(charges, "REFUNDED");
    long due = order.status().equals("CONFIRMED") ? minor(order.total()) : 0;
    findings.check(charged == due, "M1", order.id(), "charged " + charged + " of " + due);
    findings.check(count(charges, "CAPTURED") <= 1, "M1", order.id(), "captured more than once");
    Set<String> held = held(charges);
    findings.check(held.isEmpty(), "M1", order.id(), "still held: " + held);
    for (Facts.Charge charge : charges) {
      findings.check(
          charge.currency().isEmpty()
              || charge.currency().equals(order.currency().toLowerCase(Locale.ROOT)),
          "M2",
          order.id(),
          "charged in " + charge.currency() + " instead of " + order.currency());
    }
  }

  private static Set<String> held(List<Facts.Charge> charges) {
    Set<String> held = new HashSet<>();
    for (Facts.Charge charge : charges) {
      switch (charge.operation()) {
        case "AUTHORIZED" -> held.add(charge.paymentIntent());
        case "CAPTURED", "VOIDED" -> held.remove(charge.paymentIntent());
        default -> {}
      }
    }
    return held;
  }

  private static void isThePriceOfTheLines(Facts.Order order, Findings findings) {
    BigDecimal sum =
        order.lines().stream()
            .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    findings.check(
        sum.compareTo(order.total()) == 0, "M2", order.id(), sum + " is not " + order.total());
  }

  private static void isTheTotal(
      Facts.Payment payment, Facts.@Nullable Order order, Findings findings) {
    findings.check(
        order != null
            && order.total().compareTo(payment.amount()) == 0
            && order.currency().equals(payment.currency()),
        "M2",
        payment.orderId(),
        payment);
  }

  private static long sum(List<Facts.Charge> charges, String operation) {
    return charges.stream()
        .filter(it -> it.operation().equals(operation))
        .mapToLong(Facts.Charge::amount)
        .sum();
  }

  private static long count(List<Facts.Charge> charges, String operation) {
    return charges.stream().filter(it -> it.operation().equals(operation)).count();
  }

  private static long minor(BigDecimal total) {
    return total.unscaledValue().longValueExact();
  }
}
