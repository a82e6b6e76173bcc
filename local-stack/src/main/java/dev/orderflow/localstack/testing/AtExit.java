package dev.orderflow.localstack.testing;

import java.time.Duration;

/** Stops what the tests ran against, after the tests' applications have let go of it. */
final class AtExit {

  private static final String SPRINGS_HOOK = "SpringApplicationShutdownHook";

  /** The JVM starts its hooks one after the other, in no certain order. */
  private static final Duration UNTIL_ALL_HOOKS_RUN = Duration.ofMillis(100);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

  private AtExit() {}

  static void run(Runnable action) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> runAfterSpring(action), "stop test server"));
  }

  // Shutdown hooks run side by side: an application whose database is gone would wait for it in
  // vain.
  private static void runAfterSpring(Runnable action) {
    try {
      Thread.sleep(UNTIL_ALL_HOOKS_RUN);
      for (Thread hook : Thread.getAllStackTraces().keySet()) {
        if (hook.getName().equals(SPRINGS_HOOK)) hook.join(LONGEST_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    action.run();
  }
}
