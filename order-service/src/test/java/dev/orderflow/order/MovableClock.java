package dev.orderflow.order;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of an instance that goes wrong. */
public final class MovableClock extends Clock {

  private volatile Duration wrongBy = Duration.ZERO;

  public void goWrongBy(Duration duration) {
    wrongBy = duration;
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(wrongBy);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
