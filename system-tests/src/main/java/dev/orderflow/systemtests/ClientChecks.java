package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.systemtests.Invariants.Findings;
import dev.orderflow.systemtests.Witness.Basket;
import dev.orderflow.systemtests.Witness.Request;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** O1, what clients saw of O4 and M2, and how they were answered. */
final class ClientChecks {

  private ClientChecks() {}

  static void check(Facts facts, Witness witness, Findings findings) {
    Map<UUID, Facts.Order> orders =
        facts.orders().stream()
            .collect(toMap(Facts.Order::id, Function.identity(), (one, _) -> one));
    Map<String, List<Facts.Order>> byKey =
        facts.orders().stream().collect(groupingBy(ClientChecks::keyOf));
    Map<String, List<Witness.Attempt>> attempts =
        witness.attempts().stream().collect(groupingBy(Witness.Attempt::key));
    attempts.forEach((key, some) -> {
      List<Facts.Order> made = byKey.getOrDefault(key, List.of());
      some.forEach(attempt -> wasAnsweredWell(attempt, orders, findings));
      some.forEach(attempt -> isAboutItsOwnBasket(attempt, made, findings));
      madeWhatWasAnswered(key, some, made, findings);
    });
    witness.sightings().forEach(sighting -> wasAnsweredWell(sighting, findings));
    wentForward(witness.sightings(), orders, findings);
  }

  /** What the customers wanted, by the idempotency keys under which they asked for it. */
  static Map<String, List<Basket>> basketsByKey(Witness witness) {
    return witness.attempts().stream()
        .filter(attempt -> attempt.basket() != null)
        .collect(groupingBy(Witness.Attempt::key, mapping(Witness.Attempt::basket, toList())));
  }

  /** The idempotency key as its customer has chosen it. */
  static String keyOf(Facts.Order order) {
    return order.idempotencyKey().replaceFirst("^[^/]*/", "");
  }

  /** Whether it is the order of this customer, for these goods, at their price. */
  static boolean isFor(Facts.Order order, Basket basket) {
    return order.email().equals(basket.email())
        && pieces(order.lines()).equals(pieces(basket.lines()));
  }

  /** However many lines they are spread over. */
  private static Map<String, Long> pieces(List<Facts.Line> lines) {
    return lines.stream()
        .collect(
            groupingBy(
                line -> line.sku() + " for " + line.unitPrice().stripTrailingZeros(),
                summingLong(Facts.Line::quantity)));
  }

  private static void wasAnsweredWell(
      Witness.Attempt attempt, Map<UUID, Facts.Order> orders, Findings findings) {
    boolean expected = List.of(Witness.UNANSWERED, 201, 409, 422, 503).contains(attempt.status());
    findings.check(expected, "API", attempt.key(), "answered with " + attempt.status());
    findings.check(
        attempt.status() != 503 || attempt.retryAfter(),
        "API",
        attempt.key(),
        "503 without Retry-After");
    if (attempt.accepted()) shows(attempt, orders.get(attempt.orderId()), findings);
  }

  private static void wasAnsweredWell(Witness.Sighting sighting, Findings findings) {
    List<Integer> expected =
        switch (sighting.request()) {
          case PLACING -> List.of(201);
          case LOOKING -> List.of(Witness.UNANSWERED, 200, 503);
          case CANCELLING -> List.of(Witness.UNANSWERED, 200, 409, 503);
        };
    findings.check(
        expected.contains(sighting.answer()) && (sighting.answer() != 503 || sighting.retryAfter()),
        "API",
        sighting.orderId(),
        sighting);
  }

  private static void shows(
      Witness.Attempt attempt, Facts.@Nullable Order order, Findings findings) {
    findings.check(order != null, "O1", attempt, "was accepted and is gone");
    if (order != null && attempt.total() != null) {
      findings.check(
          order.total().compareTo(attempt.total()) == 0,
          "M2",
          order.id(),
          "the answer said " + attempt.total() + ", the order says " + order.total());
    }
  }

  /** Accepted for what it wanted, and refused only if the key was taken for something else. */
  private static void isAboutItsOwnBasket(
      Witness.Attempt attempt, List<Facts.Order> made, Findings findings) {
    Basket basket = attempt.basket();
    if (basket == null) return;
    if (attempt.accepted()) {
      findings.check(
          made.stream().anyMatch(it -> it.id().equals(attempt.orderId()) && isFor(it, basket)),
          "C1",
          attempt.key(),
          attempt + " was answered with an order for something else");
    } else if (attempt.status() == 422) {
      findings.check(
          made.stream().anyMatch(it -> !isFor(it, basket)),
          "O2",
          attempt.key(),
          attempt + " was refused, and its key not taken for another basket");
    }
  }

  private static void madeWhatWasAnswered(
      String key, List<Witness.Attempt> attempts, List<Facts.Order> made, Findings findings) {
    long accepted =
        attempts.stream()
            .filter(Witness.Attempt::accepted)
            .map(Witness.Attempt::orderId)
            .distinct()
            .count();
    findings.check(accepted <= 1, "O2", key, "answered with " + accepted + " orders");
    boolean unclear = attempts.stream().anyMatch(Witness.Attempt::unclear);
    findings.check(
        made.size() == accepted || (unclear && made.size() == 1),
        "O1",
        key,
        made.size() + " orders made, " + accepted + " accepted");
  }

  private static void wentForward(
      List<Witness.Sighting> sightings, Map<UUID, Facts.Order> orders, Findings findings) {
    Map<UUID, Witness.Sighting> before = new HashMap<>();
    for (Witness.Sighting now : sightings) {
      findings.check(now.answer() != 404, "O4", now.orderId(), "an accepted order was not found");
      if (now.status().isEmpty()) continue;
      findings.check(
          now.request() != Request.CANCELLING || now.status().equals("CANCELLED"),
          "O4",
          now.orderId(),
          "its cancellation was answered with " + now);
      Witness.Sighting last = before.put(now.orderId(), now);
      findings.check(
          last == null || isForward(last, now.status(), now.version()),
          "O4",
          now.orderId(),
          last + ", then " + now);
    }
    before
        .values()
        .forEach(last -> {
          Facts.Order end = orders.get(last.orderId());
          findings.check(
              end != null && isForward(last, end.status(), end.version()),
              "O4",
              last.orderId(),
              last + ", and in the end " + end);
        });
  }

  private static boolean isForward(Witness.Sighting last, String status, int version) {
    List<String> steps = List.of("PENDING", "CONFIRMED", "CANCELLED");
    return version >= last.version() && steps.indexOf(status) >= steps.indexOf(last.status());
  }
}
