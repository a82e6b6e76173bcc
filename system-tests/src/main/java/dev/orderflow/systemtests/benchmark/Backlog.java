package dev.orderflow.systemtests.benchmark;

import static java.util.stream.Collectors.joining;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is still to be done, by what it is. */
record Backlog(Map<String, Long> counts) {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /** Takes some milliseconds, more when there is much. */
  static Backlog of(Database database, Topics topics) {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("unsettled orders", unsettled(database));
    for (Service service : Service.values()) {
      counts.put(
          "outbox of " + service.folder(), database.count(service, "select count(*) from outbox"));
    }
    topics.lag().forEach((service, records) -> counts.put("lag of " + service, records));
    counts.put(
        "payments due",
        database.count(
            Service.PAYMENT, "select count(*) from payment where next_attempt_at is not null"));
    counts.put("mails to send", unsent(database));
    return new Backlog(counts);
  }

  boolean isEmpty() {
    return counts.values().stream().allMatch(count -> count == 0);
  }

  @Override
  public String toString() {
    String left =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(joining(", "));
    return left.isEmpty() ? "nothing left to do" : left;
  }

  /** Waits until nothing is left to be done; false when that takes too long. */
  static boolean awaitEmpty(Database database, Topics topics, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      if (unsettled(database) == 0 && unsent(database) == 0 && of(database, topics).isEmpty()) {
        return true;
      }
      Pause.of(BETWEEN_LOOKS);
    }
    return false;
  }

  private static long unsettled(Database database) {
    return database.count(
        Service.ORDER, "select count(*) from orders where redrive_at is not null");
  }

  private static long unsent(Database database) {
    return database.count(
        Service.NOTIFICATION, "select count(*) from notification where state = 'PENDING'");
  }
}
