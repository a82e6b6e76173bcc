package dev.orderflow.messaging;

import dev.orderflow.messaging.Retention.Removed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes what is kept for long enough: a step of each {@link Retention}, a pause, the next, until
 * nothing is left for this hour. Instances do it side by side, each passing over the other's rows.
 */
final class Removal implements Supplier<Duration> {

  /** So few that their locks and their share of the disk are not noticed. */
  static final int STEP = 500;

  /** Leaves the database to the others most of the time. */
  static final Duration PAUSE = Duration.ofMillis(200);

  static final Duration INTERVAL = Duration.ofHours(1);

  private final List<Task> tasks;
  private final TransactionTemplate transaction;

  Removal(List<Retention> retentions, TransactionTemplate transaction, MeterRegistry metrics) {
    this.tasks = retentions.stream().map(retention -> Task.of(retention, metrics)).toList();
    this.transaction = transaction;
  }

  /**
   * One step of each; one that fails keeps no other from its step.
   *
   * @return when the next is due
   */
  @Override
  public Duration get() {
    RuntimeException failure = null;
    boolean more = false;
    for (Task task : tasks) {
      try {
        more |= step(task);
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    // The others have their steps until nothing is left for them; then it is told.
    if (failure != null && !more) throw failure;
    return more ? PAUSE : INTERVAL;
  }

  private boolean step(Task task) {
    Duration age = task.retention.age();
    if (age == null) return false;
    Removed removed = transaction.execute(_ -> task.retention.step().remove(age, STEP));
    task.removed.increment(removed.rows());
    return removed.more();
  }

  private record Task(Retention retention, Counter removed) {

    static Task of(Retention retention, MeterRegistry metrics) {
      return new Task(
          retention,
          Counter.builder("orderflow.retention.removed")
              .description("Rows that were removed, being older than what is kept")
              .tag("table", retention.table())
              .register(metrics));
    }
  }
}
