package dev.orderflow.systemtests.benchmark;

import java.time.Duration;

/**
 * When orders arrive: at their times, however the system is doing.
 *
 * @param count how many
 * @param ramp whether the rate grows from 0 to the given one, for JVMs to warm up on
 */
record Schedule(int count, double perSecond, boolean ramp) {

  static Schedule steady(double perSecond, Duration duration) {
    return new Schedule((int) (perSecond * duration.toMillis() / 1000), perSecond, false);
  }

  static Schedule ramp(double perSecond, Duration duration) {
    return new Schedule((int) (perSecond * duration.toMillis() / 2000), perSecond, true);
  }

  double seconds() {
    return at(count) / 1e9;
  }

  /** Nanoseconds from the start to an order, counted from 0. */
  long at(int order) {
    double seconds = ramp ? 2 * Math.sqrt((double) order * count) / perSecond : order / perSecond;
    return Math.round(seconds * 1e9);
  }
}
