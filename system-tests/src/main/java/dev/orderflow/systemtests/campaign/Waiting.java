package dev.orderflow.systemtests.campaign;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting in a system of which any part may be away: what throws is not yet so. */
final class Waiting {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  private Waiting() {}

  /** Whether the condition held before the time was over. */
  static boolean until(Duration limit, Callable<Boolean> condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadline) return false;
      sleep(BETWEEN_LOOKS);
    }
    return true;
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static boolean holds(Callable<Boolean> condition) {
    try {
      return condition.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (Exception e) {
      return false;
    }
  }
}
