package dev.orderflow.systemtests;

import dev.orderflow.localstack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A stack for tests that misses lost messages and the leases of the dead sooner than in production,
 * within a test's patience.
 */
public final class ImpatientSettings {

  private static final Map<String, String> SOONER =
      Map.of(
          "ORDERFLOW_ORDER_REDRIVE_AFTER", "5s",
          "ORDERFLOW_ORDER_REDRIVE_AT_MOST", "10s",
          "ORDERFLOW_NOTIFICATION_LEASE", "15s",
          "ORDERFLOW_NOTIFICATION_LONGEST_RETRY", "10s");

  private ImpatientSettings() {}

  /** On free ports, with a state of its own in a new temporary folder. */
  public static StackSettings isolated() {
    try {
      return isolated(Files.createTempDirectory("orderflow-system-tests-"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static StackSettings isolated(Path state) {
    return StackSettings.isolated(state).withEnvironment(SOONER);
  }
}
