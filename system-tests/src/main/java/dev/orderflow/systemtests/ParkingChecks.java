package dev.orderflow.systemtests;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.systemtests.Invariants.Findings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** P1. */
final class ParkingChecks {

  private ParkingChecks() {}

  static void check(Facts facts, Witness witness, Findings findings) {
    Map<Facts.Position, Set<String>> unprocessable = unprocessable(facts, witness);
    Map<String, Long> parked =
        facts.parked().stream()
            .collect(groupingBy(it -> at(it.service(), it.position()), counting()));
    parked.forEach(
        (at, count) -> findings.check(count == 1, "P1", at, "parked " + count + " times"));
    unprocessable.forEach((position, readers) -> {
      for (String reader : readers) {
        String at = at(reader, position);
        findings.check(
            parked.containsKey(at) || witness.wasSkippedBy(reader, position),
            "P1",
            at,
            "unprocessable but not parked");
      }
    });
    noGoodRecordIsParked(facts, unprocessable, findings);
  }

  /** Whoever reads the topic must park what is unreadable; who must park what else, we know. */
  private static Map<Facts.Position, Set<String>> unprocessable(Facts facts, Witness witness) {
    Map<Facts.Position, Set<String>> all = new HashMap<>(witness.planted());
    for (Facts.Position position : facts.unreadable()) {
      all.put(position, Topics.readersOf(position.topic()));
    }
    return all;
  }

  private static void noGoodRecordIsParked(
      Facts facts, Map<Facts.Position, Set<String>> unprocessable, Findings findings) {
    Set<UUID> recorded =
        facts.orders().stream()
            .flatMap(order -> order.history().stream())
            .map(Facts.Recorded::id)
            .collect(Collectors.toSet());
    Map<Facts.Position, Facts.Published> events = new HashMap<>();
    facts.published().forEach(event -> events.put(event.position(), event));
    for (Facts.Parked parked : facts.parked()) {
      Facts.Published event = events.get(parked.position());
      Set<String> expected = unprocessable.get(parked.position());
      boolean good =
          expected == null
              ? event != null && recorded.contains(event.id())
              : !expected.contains(parked.service());
      findings.check(
          !good,
          "P1",
          at(parked.service(), parked.position()),
          (event == null ? "a record" : event.type() + " of " + event.orderId())
              + " is good and parked as "
              + parked.reason());
    }
  }

  private static String at(String service, Facts.Position position) {
    return service + " " + position.topic() + "-" + position.partition() + "@" + position.offset();
  }
}
