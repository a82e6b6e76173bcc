package dev.orderflow.systemtests;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.StackSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One running system for all tests of this JVM, on free ports and with a state of its own. */
final class TheStack {

  private static final LocalStack RUNNING = start();

  private TheStack() {}

  static LocalStack running() {
    return RUNNING;
  }

  private static LocalStack start() {
    LocalStack stack =
        new LocalStack(
            StackSettings.isolated(state())
                // Shorter than in production, so that lost messages are missed within a test's
                // patience.
                .withEnvironment(
                    Map.of(
                        "ORDERFLOW_ORDER_REDRIVE_AFTER",
                        "5s",
                        "ORDERFLOW_ORDER_REDRIVE_AT_MOST",
                        "10s")));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    return stack.start();
  }

  private static Path state() {
    try {
      return Files.createTempDirectory("orderflow-system-tests-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
