package dev.orderflow.localstack.provider;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to misbehave. Absent fields mean: every operation, every order, always, without end.
 *
 * @param operations which calls it befalls
 * @param order only calls about this order
 * @param probability 0 to 1, of each call alone
 * @param times after so many calls it is over
 * @param delayMillis how long the call waits before anything else happens
 * @param then what happens after the delay
 */
record Fault(
    @Nullable Set<Call.Operation> operations,
    @Nullable String order,
    @Nullable Double probability,
    @Nullable Integer times,
    @Nullable Long delayMillis,
    @Nullable Then then) {

  enum Then {
    /** The call is served as if nothing were wrong. */
    ANSWER,
    /** The connection is closed; nothing was done. */
    REFUSE,
    /** 500; nothing was done, and the same key may be used again. */
    ERROR,
    /** 500; nothing was done, and the same key will have the same answer for ever. */
    ERROR_SAVED,
    /** Done, but 500 is answered, for ever to the same key. */
    EXECUTE_THEN_ERROR,
    /** Done, but the connection is closed instead of an answer. */
    EXECUTE_THEN_DROP,
    /** 429; nothing was done. */
    RATE_LIMIT,
    /** 401, as with a revoked API key; nothing was done. */
    UNAUTHORIZED
  }

  /**
   * What a test sets.
   *
   * @param faults the first that fits a call befalls it
   * @param searchDelayMillis how old a payment must be before a search finds it
   */
  record Faults(@Nullable List<Fault> faults, @Nullable Long searchDelayMillis) {

    static final Faults NONE = new Faults(List.of(), 0L);
  }

  static final Fault NONE = new Fault(null, null, null, null, null, null);

  boolean fits(Call.Operation operation, String ofOrder) {
    return (operations == null || operations.contains(operation))
        && (order == null || order.equals(ofOrder));
  }

  Duration delay() {
    return Duration.ofMillis(delayMillis == null ? 0 : delayMillis);
  }

  Then outcome() {
    return then == null ? Then.ANSWER : then;
  }
}
