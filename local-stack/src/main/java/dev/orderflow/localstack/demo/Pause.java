package dev.orderflow.localstack.demo;

import java.time.Duration;

/** Waiting, for a thread that has nothing to clean up when it is interrupted. */
final class Pause {

  private Pause() {}

  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
