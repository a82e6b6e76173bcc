package dev.orderflow.messaging;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Lets a start wait for the database, without end, and says so. A process that gave up would only
 * be started again, and its log would begin anew each time.
 */
final class DatabaseStart {

  private static final Logger log = LoggerFactory.getLogger(DatabaseStart.class);

  /** Besides the data source's own time-out; how often the log says so follows from both. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private DatabaseStart() {}

  /**
   * @param name of the database, for the log
   * @throws IllegalStateException if the process is told to stop meanwhile
   */
  static void await(DataSource database, String name) {
    until(() -> isThere(database, name), PAUSE);
  }

  /**
   * Tries it until it succeeds, with a pause after each failure.
   *
   * @throws IllegalStateException if the process is told to stop meanwhile
   */
  static void until(BooleanSupplier attempt, Duration pause) {
    // Spring closes a context only after its start has ended, so a SIGTERM has to end this wait.
    Thread interruptAtExit = new Thread(Thread.currentThread()::interrupt);
    Runtime.getRuntime().addShutdownHook(interruptAtExit);
    try {
      while (!attempt.getAsBoolean()) Thread.sleep(pause);
      Runtime.getRuntime().removeShutdownHook(interruptAtExit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped before the database was ready", e);
    }
  }

  private static boolean isThere(DataSource database, String name) {
    try (Connection _ = database.getConnection()) {
      return true;
    } catch (SQLException e) {
      String reason = NestedExceptionUtils.getMostSpecificCause(e).getMessage();
      log.warn("The start waits for the database {}: {}", name, reason);
      return false;
    }
  }
}
