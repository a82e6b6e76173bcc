package dev.orderflow.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long something is kept that would else grow for ever. A service makes a bean of each; what is
 * older goes in small steps, so that nobody waits for their locks.
 *
 * @param table what is kept, for log and metrics
 * @param age how old it gets, by the database's clock; null for ever
 */
public record Retention(String table, @Nullable Duration age, Step step) {

  /** One step. */
  @FunctionalInterface
  public interface Step {

    /**
     * Removes some of what is older than the age. Called in a transaction, and by instances side by
     * side.
     *
     * @param limit the most to look at
     */
    Removed remove(Duration age, int limit);
  }

  /** What a step has removed, and whether another could find more at once. */
  public record Removed(int rows, boolean more) {

    /** Of a step that removes all that it looks at. */
    public static Removed of(int rows, int limit) {
      return new Removed(rows, rows >= limit);
    }
  }
}
