package dev.orderflow.http.reconciliation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reconciliation that is going on. Used by one thread. */
public final class Run {

  private static final Logger log = LoggerFactory.getLogger(Run.class);

  /** More findings have one cause; a list without end would fill memory, log and table. */
  static final int MOST_KEPT = 1000;

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final BooleanSupplier goesOn;
  private final List<Finding> findings = new ArrayList<>();
  private long found;
  private long checked;
  private long stepBegan = System.nanoTime();

  /**
   * @param goesOn asked after each step: false ends the run
   */
  Run(BooleanSupplier goesOn) {
    this.goesOn = goesOn;
  }

  /** The run was taken away: by a shutdown, or by another instance. */
  static final class Ended extends RuntimeException {}

  /**
   * To be called after each step. Pauses for as long as the step took, so that a run takes half of
   * one connection and one core at most; after a step longer than {@link #LONGEST_PAUSE} only for
   * that, or a run of long steps would take twice as long.
   *
   * @param rows how many were compared
   */
  public void checked(long rows) {
    checked += rows;
    if (!goesOn.getAsBoolean()) throw new Ended();
    Duration taken = Duration.ofNanos(System.nanoTime() - stepBegan);
    pause(taken.compareTo(LONGEST_PAUSE) < 0 ? taken : LONGEST_PAUSE);
    stepBegan = System.nanoTime();
  }

  /** For those who ask others: not too often. */
  public void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Ended();
    }
  }

  public void found(String check, Object subject, String what) {
    Finding finding = new Finding(check, subject.toString(), what);
    if (found++ >= MOST_KEPT) return;
    findings.add(finding);
    log.warn("Reconciliation, {}: {}: {}", check, subject, what);
  }

  /** The first thousand. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  long found() {
    return found;
  }

  long checked() {
    return checked;
  }
}
