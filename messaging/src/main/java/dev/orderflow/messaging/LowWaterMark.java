package dev.orderflow.messaging;

import java.time.Duration;

/**
 * Where to start reading the outbox, so that a scan does not wade through the dead rows before its
 * head: while some long transaction anywhere keeps PostgreSQL from cleaning up, they are many.
 *
 * <p>Ids commit out of order. The mark therefore lags, and now and then the scan starts at zero to
 * find what a slow transaction committed behind the mark.
 */
final class LowWaterMark {

  private static final long LAG = Duration.ofSeconds(1).toNanos();
  private static final long SWEEP = Duration.ofSeconds(5).toNanos();

  private long current;
  private long candidate;
  private long highest;
  private long markedAt = System.nanoTime();
  private long sweptAt = markedAt;

  /** The id beyond which to read now. */
  long next() {
    long now = System.nanoTime();
    if (now - sweptAt > SWEEP) {
      sweptAt = now;
      return 0;
    }
    if (now - markedAt > LAG) {
      markedAt = now;
      current = candidate;
      candidate = highest;
    }
    return current;
  }

  /** All rows read so far, up to this id, are gone. */
  void done(long id) {
    highest = Math.max(highest, id);
  }
}
