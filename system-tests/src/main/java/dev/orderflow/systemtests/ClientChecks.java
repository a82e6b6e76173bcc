package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.systemtests.Invariants.Findings;
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
        facts.orders().stream()
            .collect(groupingBy(order -> order.idempotencyKey().replaceFirst("^[^/]*/", "")));
    Map<String, List<Witness.Attempt>> attempts =
        witness.attempts().stream().collect(groupingBy(Witness.Attempt::key));
    attempts.forEach((key, some) -> {
      some.forEach(attempt -> wasAnsweredWell(attempt, orders, findings));
      madeWhatWasAnswered(key, some, byKey.getOrDefault(key, List.of()), findings);
    });
    wentForward(witness.sightings(), findings);
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

  private static void wentForward(List<Witness.Sighting> sightings, Findings findings) {
    Map<UUID, Witness.Sighting> before = new HashMap<>();
    for (Witness.Sighting now : sightings) {
      findings.check(now.answer() != 404, "O4", now.orderId(), "an accepted order was not found");
      if (now.answer() != 200) continue;
      Witness.Sighting last = before.put(now.orderId(), now);
      findings.check(
          last == null || isForward(last, now), "O4", now.orderId(), last + ", then " + now);
    }
  }

  private static boolean isForward(Witness.Sighting last, Witness.Sighting now) {
    List<String> steps = List.of("PENDING", "CONFIRMED", "CANCELLED");
    return now.version() >= last.version()
        && steps.indexOf(now.status()) >= steps.indexOf(last.status());
  }
}
