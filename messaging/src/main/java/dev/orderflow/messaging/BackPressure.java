package dev.orderflow.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Whether this instance has more events before it than it takes in a round. Who makes new work, and
 * can let it wait, should wait then: it competes for the same processors, and would win them from
 * what was begun before.
 */
public final class BackPressure {

  /**
   * A consumer that has not polled for this long hangs, or is gone. What it left unread says
   * nothing about how fast the others are, and would hold up new work for ever.
   */
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final Map<Object, Long> lastFullPolls = new ConcurrentHashMap<>();

  /**
   * @param nanoTime goes on evenly, however the clock is set
   */
  BackPressure(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * @param full whether the consumer got as much as it takes at a time
   */
  void polled(Object consumer, boolean full) {
    if (full) lastFullPolls.put(consumer, nanoTime.getAsLong());
    else lastFullPolls.remove(consumer);
  }

  /** True while what one of the consumers got last was all that it takes at a time. */
  public boolean isOn() {
    long now = nanoTime.getAsLong();
    lastFullPolls.values().removeIf(at -> now - at >= LONGEST_ROUND.toNanos());
    return !lastFullPolls.isEmpty();
  }
}
