package dev.orderflow.order.domain;

import java.time.Duration;

/**
 * How long an order waits, and for what.
 *
 * @param deadline a pending order is cancelled after this
 * @param cancellationWindow how long after its confirmation a customer may cancel
 * @param redriveAfter how long an order waits for answers before it states its last event again
 * @param redriveAtMost the waits double up to this one
 */
public record Terms(
    Duration deadline, Duration cancellationWindow, Duration redriveAfter, Duration redriveAtMost) {

  /** The wait that follows so many re-drives. */
  Duration waitAfter(int redrives) {
    Duration doubled = redriveAfter.multipliedBy(1L << Math.min(redrives, 20));
    return doubled.compareTo(redriveAtMost) < 0 ? doubled : redriveAtMost;
  }
}
