package dev.orderflow.order.domain;

import java.time.Duration;
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

  Instant firstRedrive() {
    return now.plus(terms.redriveAfter());
  }

  Instant redriveAfter(int redrives, Instant statedAt) {
    return now.plus(terms.waitAfter(redrives, Duration.between(statedAt, now)));
  }

  boolean isInCancellationWindow(Instant confirmedAt) {
    return !now.isAfter(confirmedAt.plus(terms.cancellationWindow()));
  }
}
