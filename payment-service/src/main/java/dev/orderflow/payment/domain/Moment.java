package dev.orderflow.payment.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When something is decided.
 *
 * @param now by the database's clock: leases, retries and waits are measured by it
 * @param at by this machine's clock: the time of events, for show
 */
public record Moment(Instant now, Instant at) {

  public Moment {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }
}
