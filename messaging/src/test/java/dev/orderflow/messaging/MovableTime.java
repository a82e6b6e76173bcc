package dev.orderflow.messaging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** {@link System#nanoTime}, and what a test adds to it. */
final class MovableTime implements LongSupplier {

  private final AtomicLong added = new AtomicLong();

  void passes(Duration time) {
    added.addAndGet(time.toNanos());
  }

  @Override
  public long getAsLong() {
    return System.nanoTime() + added.get();
  }
}
