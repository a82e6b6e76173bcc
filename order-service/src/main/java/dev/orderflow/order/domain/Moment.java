package dev.orderflow.order.domain;

import java.time.Instant;

/**
 * When something is decided, and on which terms.
 *
 * @param now by the database's clock: the only one that every instance shares and that no operator
 *     sets back by accident
 */
public record Moment(Instant now, Terms terms) {

  Instant deadline() {
    return now.plus(terms.deadline());
  }

  Instant redriveAfter(int redrives) {
    return now.plus(terms.waitAfter(redrives));
  }

  boolean isInCancellationWindow(Instant confirmedAt) {
    return !now.isAfter(confirmedAt.plus(terms.cancellationWindow()));
  }
}
