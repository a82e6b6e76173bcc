package dev.orderflow.systemtests;

import static java.util.stream.Collectors.toSet;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.systemtests.Invariants.Findings;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** E1 and E2, of all records but those that strangers have written. */
final class EventChecks {

  private static final Comparator<Facts.Position> AS_ON_THE_TOPICS =
      Comparator.comparing(Facts.Position::topic)
          .thenComparingInt(Facts.Position::partition)
          .thenComparingLong(Facts.Position::offset);

  /** Keeps the history of orders, in which what all others have stated must be found. */
  private static final String HISTORIAN = EventSource.ORDER_SERVICE.id();

  private EventChecks() {}

  static void check(Facts facts, Witness witness, Findings findings) {
    List<Facts.Published> ours =
        facts.published().stream()
            .filter(event -> !witness.planted().containsKey(event.position()))
            .sorted(Comparator.comparing(Facts.Published::position, AS_ON_THE_TOPICS))
            .toList();
    recordedIsPublishedAndNothingElse(facts, ours, witness, findings);
    inOrder(ours, findings);
  }

  // Without a witness, what every service has put aside is taken for a stranger's.
  private static Set<Facts.Position> strangers(Facts facts, Witness witness) {
    return witness.sawAll()
        ? witness.planted().keySet()
        : facts.parked().stream().map(Facts.Parked::position).collect(toSet());
  }

  private static void recordedIsPublishedAndNothingElse(
      Facts facts, List<Facts.Published> ours, Witness witness, Findings findings) {
    Set<Facts.Position> strangers = strangers(facts, witness);
    Set<UUID> published = ours.stream().map(Facts.Published::id).collect(toSet());
    Set<UUID> recorded = new HashSet<>();
    for (Facts.Order order : facts.orders()) {
      for (Facts.Recorded event : order.history()) {
        recorded.add(event.id());
        findings.check(
            published.contains(event.id()),
            "E1",
            order.id(),
            event.type() + " was never published");
      }
    }
    for (Facts.Published event : ours) {
      findings.check(
          recorded.contains(event.id())
              || strangers.contains(event.position())
              || witness.wasSkippedBy(HISTORIAN, event.position()),
          "E1",
          event.orderId(),
          event.type() + " was published but is in no history");
    }
  }

  private static void inOrder(List<Facts.Published> ours, Findings findings) {
    Map<String, Integer> partitions = new HashMap<>();
    Map<String, Long> last = new HashMap<>();
    Set<UUID> seen = new HashSet<>();
    for (Facts.Published event : ours) {
      String stream = event.source() + " on " + event.orderId();
      int partition = event.position().partition();
      findings.check(
          partitions.merge(stream, partition, (first, _) -> first) == partition,
          "E2",
          stream,
          "on several partitions");
      if (seen.add(event.id())) {
        long before = last.getOrDefault(stream, 0L);
        findings.check(
            event.sequence() == before + 1, "E2", stream, event.sequence() + " after " + before);
        last.put(stream, event.sequence());
      }
    }
  }
}
