package dev.orderflow.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What must be true of the quiet system, however much of it died before. Each check names what
 * breaks it.
 */
public final class Invariants {

  /** A broken promise. */
  public record Violation(String invariant, String subject, String what) {}

  private final Facts facts;
  private final Map<UUID, Facts.Order> orders;
  private final List<Violation> violations = new ArrayList<>();

  private Invariants(Facts facts) {
    this.facts = facts;
    this.orders =
        facts.orders().stream()
            .collect(toMap(Facts.Order::id, Function.identity(), (one, _) -> one));
  }

  public static List<Violation> violatedBy(Facts facts) {
    Invariants invariants = new Invariants(facts);
    invariants.stockAddsUp();
    invariants.stockFollowsTheOrders();
    invariants.moneyFollowsTheOrders();
    invariants.chargesAreThePricesOfTheLines();
    invariants.oneOrderPerIdempotencyKey();
    invariants.everythingIsSettled();
    invariants.historiesAreContiguousAndLegal();
    invariants.everyRecordedEventIsPublishedAndNoOther();
    invariants.eventsKeepTheirOrder();
    invariants.oneMailPerOutcome();
    invariants.parkedOnce();
    invariants.noTokenIsKept();
    return invariants.violations;
  }

  private void stockAddsUp() {
    for (Facts.Stock stock : facts.stock()) {
      check(
          stock.onHand() >= 0 && stock.reserved() >= 0 && stock.reserved() <= stock.onHand(),
          "S1",
          stock.sku(),
          stock);
      check(
          stock.onHand() == stock.restocked() - stock.committed() + stock.returned(),
          "S1",
          stock.sku(),
          stock);
    }
  }

  private void stockFollowsTheOrders() {
    Map<String, Long> reserved = quantities("RESERVED");
    Map<String, Long> committed =
        facts.orders().stream()
            .filter(order -> order.status().equals("CONFIRMED"))
            .flatMap(order -> order.lines().stream())
            .collect(groupingBy(Facts.Line::sku, summingLong(Facts.Line::quantity)));
    for (Facts.Stock stock : facts.stock()) {
      check(
          stock.reserved() == reserved.getOrDefault(stock.sku(), 0L),
          "S2",
          stock.sku(),
          "reserved: " + stock);
      check(
          stock.committed() - stock.returned() == committed.getOrDefault(stock.sku(), 0L),
          "S2",
          stock.sku(),
          "committed: " + stock);
    }
  }

  private Map<String, Long> quantities(String state) {
    return facts.reservations().stream()
        .filter(reservation -> reservation.state().equals(state))
        .flatMap(reservation -> reservation.lines().stream())
        .collect(groupingBy(Facts.Line::sku, summingLong(Facts.Line::quantity)));
  }

  private void moneyFollowsTheOrders() {
    Map<String, List<Facts.Charge>> ledger =
        facts.ledger().stream().collect(groupingBy(Facts.Charge::orderId));
    for (Facts.Order order : facts.orders()) {
      List<Facts.Charge> charges = ledger.getOrDefault(order.id().toString(), List.of());
      long charged = sum(charges, "CAPTURED") - sum(charges, "REFUNDED");
      long due = order.status().equals("CONFIRMED") ? minor(order) : 0;
      check(charged == due, "M1", order.id(), "charged " + charged + " of " + due);
      check(count(charges, "CAPTURED") <= 1, "M1", order.id(), "captured more than once");
      check(
          heldIntents(charges).isEmpty(), "M1", order.id(), "still holds " + heldIntents(charges));
    }
    for (String orderId : ledger.keySet()) {
      check(
          orders.containsKey(UUID.fromString(orderId)), "M1", orderId, "charged without an order");
    }
  }

  private static Set<String> heldIntents(List<Facts.Charge> charges) {
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

  private void chargesAreThePricesOfTheLines() {
    for (Facts.Order order : facts.orders()) {
      BigDecimal sum =
          order.lines().stream()
              .map(line -> line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      check(sum.compareTo(order.total()) == 0, "M2", order.id(), sum + " is not " + order.total());
    }
    for (Facts.Payment payment : facts.payments()) {
      Facts.Order order = orders.get(payment.orderId());
      check(
          order != null && order.total().compareTo(payment.amount()) == 0,
          "M2",
          payment.orderId(),
          payment);
    }
  }

  private void oneOrderPerIdempotencyKey() {
    facts.orders().stream()
        .collect(groupingBy(Facts.Order::idempotencyKey, counting()))
        .forEach((key, count) -> check(count == 1, "O2", key, count + " orders"));
  }

  private void everythingIsSettled() {
    for (Facts.Order order : facts.orders()) {
      check(
          !order.status().equals("PENDING") && order.settled(),
          "O3",
          order.id(),
          "is " + order.status() + ", settled: " + order.settled());
    }
    facts
        .outboxes()
        .forEach((service, pending) ->
            check(pending == 0, "O3", service, pending + " rows in the outbox"));
  }

  private void historiesAreContiguousAndLegal() {
    for (Facts.Order order : facts.orders()) {
      List<Integer> versions = order.history().stream().map(Facts.Recorded::version).toList();
      check(
          versions.equals(IntStream.rangeClosed(1, order.version()).boxed().toList()),
          "O4",
          order.id(),
          "versions " + versions);
      List<String> own =
          order.history().stream()
              .filter(it -> it.source().equals("order-service"))
              .map(it -> shortName(it.type()))
              .toList();
      check(isLegal(own, order), "O4", order.id(), order.status() + " after " + own);
    }
  }

  private static boolean isLegal(List<String> own, Facts.Order order) {
    return switch (order.status()) {
      case "PENDING" -> own.equals(List.of("OrderCreated"));
      case "CONFIRMED" -> own.equals(List.of("OrderCreated", "OrderConfirmed"));
      case "CANCELLED" ->
          order.confirmedOnce()
              ? own.equals(List.of("OrderCreated", "OrderConfirmed", "OrderCancelled"))
              : own.equals(List.of("OrderCreated", "OrderCancelled"));
      default -> false;
    };
  }

  private void everyRecordedEventIsPublishedAndNoOther() {
    Set<UUID> published = new HashSet<>();
    facts.published().forEach(event -> published.add(event.id()));
    Set<UUID> recorded = new HashSet<>();
    for (Facts.Order order : facts.orders()) {
      for (Facts.Recorded event : order.history()) {
        recorded.add(event.id());
        check(
            published.contains(event.id()),
            "E1",
            order.id(),
            event.type() + " was never published");
      }
    }
    for (Facts.Published event : facts.published()) {
      boolean known = recorded.contains(event.id()) || isParked(event);
      check(known, "E1", event.orderId(), event.type() + " was published but is in no history");
    }
  }

  private boolean isParked(Facts.Published event) {
    return facts.parked().stream()
        .anyMatch(it ->
            it.topic().equals(event.topic())
                && it.partition() == event.partition()
                && it.offset() == event.offset());
  }

  private void eventsKeepTheirOrder() {
    Map<String, Set<Integer>> partitions = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Set<UUID> seen = new HashSet<>();
    facts.published().stream()
        .sorted(
            Comparator.comparing(Facts.Published::topic)
                .thenComparingInt(Facts.Published::partition)
                .thenComparingLong(Facts.Published::offset))
        .forEach(event -> {
          String stream = event.source() + " on " + event.orderId();
          partitions.computeIfAbsent(stream, _ -> new HashSet<>()).add(event.partition());
          check(partitions.get(stream).size() == 1, "E2", stream, "on several partitions");
          if (seen.add(event.id())) {
            long before = last.getOrDefault(stream, 0L);
            check(
                event.sequence() == before + 1,
                "E2",
                stream,
                event.sequence() + " after " + before);
            last.put(stream, event.sequence());
          }
        });
  }

  private void oneMailPerOutcome() {
    Map<String, Long> copies =
        facts.mails().stream().collect(groupingBy(Facts.Mail::messageId, counting()));
    for (Facts.Order order : facts.orders()) {
      long identities =
          copies.keySet().stream().filter(id -> id.contains(order.id().toString())).count();
      int outcomes = (order.confirmedOnce() ? 1 : 0) + (order.status().equals("CANCELLED") ? 1 : 0);
      check(
          identities == outcomes,
          "N1",
          order.id(),
          identities + " mails for " + outcomes + " outcomes");
    }
  }

  private void parkedOnce() {
    facts.parked().stream()
        .collect(
            groupingBy(
                it -> it.service() + " " + it.topic() + "-" + it.partition() + "@" + it.offset(),
                counting()))
        .forEach((record, count) -> check(count == 1, "P1", record, "parked " + count + " times"));
  }

  private void noTokenIsKept() {
    facts
        .payments()
        .forEach(payment ->
            check(!payment.tokenKept(), "C1", payment.orderId(), "the payment keeps its token"));
    for (Facts.Parked parked : facts.parked()) {
      boolean masked =
          parked.service().equals("payment-service") || !parked.value().contains("\"pm_");
      check(masked, "C1", parked.service(), "a parked record keeps a token");
    }
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

  private static long minor(Facts.Order order) {
    return order.total().unscaledValue().longValueExact();
  }

  private static String shortName(String type) {
    return type.replace("dev.orderflow.", "").replace(".v1", "");
  }

  private void check(boolean holds, String invariant, Object subject, Object what) {
    if (!holds) violations.add(new Violation(invariant, subject.toString(), what.toString()));
  }
}
