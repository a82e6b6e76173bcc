package dev.orderflow.order.domain;

import java.time.Duration;

/**
 * How long an order waits, and for what.
 *
 * @param deadline a pending order is cancelled after this
 * @param cancellationWindow how long after its confirmation a customer may cancel
 * @param redriveAfter how long an order waits for answers before it states its last event again
 * @param redriveAtMost the waits double up to this one; after two hours they grow with what the
 *     order has waited in all
 */
public record Terms(
    Duration deadline, Duration cancellationWindow, Duration redriveAfter, Duration redriveAtMost) {

  /**
   * An answer that is refused is parked anew after each wait: this way some 210 times on the first
   * day, and fifty times in the fortnight after, not once a minute for ever.
   */
  private static final int PART_OF_WAIT = 16;

  /** Until then it may be an outage, which an order is to be over a minute after its end. */
  private static final Duration OUTAGE = Duration.ofHours(2);

  /**
   * The wait that follows a re-drive.
   *
   * @param redrives how many there were
   * @param waited since it stated its last event
   */
  Duration waitAfter(int redrives, Duration waited) {
    Duration doubled = redriveAfter.multipliedBy(1L << Math.min(redrives, 20));
    return shorter(doubled, longer(redriveAtMost, waited.minus(OUTAGE).dividedBy(PART_OF_WAIT)));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
