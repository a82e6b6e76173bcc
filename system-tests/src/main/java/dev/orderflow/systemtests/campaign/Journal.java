package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Invariants.Violation;
import dev.orderflow.systemtests.Witness;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/** What happens during the run, printed as it happens. */
final class Journal {

  private final PrintStream out;
  private final long start = System.nanoTime();
  private final Map<String, Integer> faults = new ConcurrentSkipListMap<>();
  private final ConcurrentLinkedQueue<Violation> violations = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Witness.Trouble> mailTroubles = new ConcurrentLinkedQueue<>();

  Journal(PrintStream out) {
    this.out = out;
  }

  void say(String what) {
    out.printf("%s  %s%n", clock(), what);
  }

  void print(String text) {
    out.println(text);
  }

  /** It is over. */
  void struck(Strike strike) {
    faults.merge(
        strike.kind().option() + (strike.hasVictim() ? " " + strike.victim().folder() : ""),
        1,
        Integer::sum);
  }

  /** A time in which an answer to a mail may have been lost. */
  void troubled(Witness.Trouble trouble) {
    mailTroubles.add(trouble);
  }

  List<Witness.Trouble> mailTroubles() {
    return List.copyOf(mailTroubles);
  }

  /** Something is broken that cannot be seen any more when all is quiet. */
  void broken(String invariant, String subject, String what) {
    Violation violation = new Violation(invariant, subject, what);
    if (!violations.contains(violation)) say("BROKEN " + invariant + " " + subject + ": " + what);
    violations.add(violation);
  }

  Map<String, Integer> faults() {
    return faults;
  }

  List<Violation> violations() {
    return violations.stream().distinct().toList();
  }

  private String clock() {
    Duration since = Duration.ofNanos(System.nanoTime() - start);
    return "%02d:%02d.%d"
        .formatted(since.toMinutes(), since.toSecondsPart(), since.toMillisPart() / 100);
  }
}
