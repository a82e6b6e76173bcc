package dev.orderflow.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How old what lies unread on the service's topics may be. Who gives up waiting for an event asks
 * first, or an outage of the service itself would be taken for one of those who answer it.
 */
public final class Backlog {

  /**
   * Some five minutes while Kafka is away: to ask takes 5 s then, and is repeated after 15. Not
   * counted in time, which also passes while the process is stopped.
   */
  private static final int MOST_FAILURES = 15;

  private final LongSupplier nanoTime;
  private @Nullable Mark mark;
  private volatile @Nullable Long appliedTo;
  private volatile int failures;

  Backlog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What was published longer ago than this the service, or another instance of it, has applied;
   * empty while it has not yet read to where its topics ended once since the start. Zero once Kafka
   * has not said for minutes how much there is: nobody can wait for it for ever.
   */
  public Optional<Duration> age() {
    if (failures >= MOST_FAILURES) return Optional.of(Duration.ZERO);
    return Optional.ofNullable(appliedTo).map(to -> Duration.ofNanos(nanoTime.getAsLong() - to));
  }

  long now() {
    return nanoTime.getAsLong();
  }

  /**
   * For one thread.
   *
   * @param at by {@link #now}, before the ends were asked for
   */
  void measured(long at, Map<TopicPartition, Long> applied, Map<TopicPartition, Long> ends) {
    failures = 0;
    Mark latest = new Mark(at, ends);
    // While events come all the time something is unread at any moment: what counts then is that
    // the former ends were reached.
    if (mark == null || latest.isReached(applied, ends)) mark = latest;
    if (!mark.isReached(applied, ends)) return;
    appliedTo = mark.at;
    mark = latest;
  }

  void couldNotBeMeasured() {
    failures = Math.min(failures + 1, MOST_FAILURES);
  }

  private record Mark(long at, Map<TopicPartition, Long> ends) {

    // Of a topic that was made anew the former end may never come again.
    boolean isReached(Map<TopicPartition, Long> applied, Map<TopicPartition, Long> now) {
      return now.entrySet().stream()
          .allMatch(it -> {
            TopicPartition partition = it.getKey();
            long end = Math.min(ends.getOrDefault(partition, 0L), it.getValue());
            return applied.getOrDefault(partition, 0L) >= end;
          });
    }
  }
}
