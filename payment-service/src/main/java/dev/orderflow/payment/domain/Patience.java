package dev.orderflow.payment.domain;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait for the provider. An unknown outcome is asked about without end, in growing
 * intervals up to a bound.
 *
 * @param firstTimeout of the first call. Short, because a lease is as long, and what a dead
 *     instance has leased waits for it.
 * @param longestTimeout of later calls, so that a provider that is merely slow still gets through
 * @param firstPause after the first unknown outcome
 * @param longestPause bounds how late a provider's return is noticed
 * @param keyLifetime how long the provider remembers an idempotency key, less a margin: later a
 *     repeated authorization would be a second one
 * @param searchDelay how long the provider's search may lag behind: only after it "nothing found"
 *     is believed
 * @param jitter from 0 to 1: spreads pauses over half their length, or a provider that returns is
 *     asked everything at once
 */
public record Patience(
    Duration firstTimeout,
    Duration longestTimeout,
    Duration firstPause,
    Duration longestPause,
    Duration keyLifetime,
    Duration searchDelay,
    DoubleSupplier jitter) {

  /** What a call may take beside the provider's answer: its turn, and the record of its result. */
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(2);

  private static final Duration LONGEST_PAUSE_AFTER_FAILED_REFUNDS = Duration.ofHours(1);

  public Duration timeout(int attempt) {
    return doubled(firstTimeout, attempt, longestTimeout);
  }

  /** Longer than the call, or two would run at the same time as a rule. */
  public Duration lease(int attempt) {
    return timeout(attempt).plus(LEASE_MARGIN);
  }

  public Duration pause(int attempt) {
    Duration longest = doubled(firstPause, attempt, longestPause);
    return longest.minus(
        Duration.ofMillis(Math.round(longest.toMillis() * jitter.getAsDouble() / 2)));
  }

  /**
   * After a second refund came to nothing: the provider records each for good, so those that follow
   * come rarely.
   *
   * @param refunds how many came to nothing before
   */
  public Duration pauseAfterFailedRefunds(int refunds) {
    return doubled(longestPause, refunds, LONGEST_PAUSE_AFTER_FAILED_REFUNDS);
  }

  private static Duration doubled(Duration first, int attempt, Duration longest) {
    Duration length = first.multipliedBy(1L << Math.clamp(attempt - 1L, 0, 20));
    return length.compareTo(longest) < 0 ? length : longest;
  }
}
