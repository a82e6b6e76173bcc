package dev.orderflow.payment.domain;

import dev.orderflow.events.value.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at an operation, leased.
 *
 * @param idempotencyKey the same for each attempt under the same key round
 * @param token only to authorize
 * @param reference the provider's name for the payment; not before it is authorized
 * @param attempt 1, 2, 3 …
 * @param leasedAt by the database's clock: the answer is of later
 * @param startBy when the lease runs out, by {@link System#nanoTime}: what begins later is
 *     another's
 * @param traceparent of the event that set the goal
 */
public record ProviderCall(
    UUID orderId,
    Operation operation,
    String idempotencyKey,
    int keyRound,
    Money amount,
    @Nullable String token,
    @Nullable String reference,
    int attempt,
    Duration timeout,
    Instant leasedAt,
    long startBy,
    @Nullable String traceparent) {

  /** Whether it has waited for its turn for so long that others may make it as well. */
  public boolean isTooLate() {
    return System.nanoTime() - startBy > 0;
  }

  /** Leaves the token out: what is printed may end in a log. */
  @Override
  public String toString() {
    return "%s of order %s, attempt %d".formatted(operation, orderId, attempt);
  }
}
