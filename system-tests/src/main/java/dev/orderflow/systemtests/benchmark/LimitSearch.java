package dev.orderflow.systemtests.benchmark;

import java.util.function.DoublePredicate;

/** Looks for the highest rate at which orders do not pile up. */
final class LimitSearch {

  /** The limit is found when the rates beside it differ by less. */
  private static final double PRECISION = 1.08;

  private static final double STEP = 1.5;

  /** Of the orders that arrive in the second half of a probe: more than these left is a pile. */
  private static final double TOLERATED_GROWTH = 0.03;

  private LimitSearch() {}

  /**
   * Tries rates from this one on, up or down.
   *
   * @return 0 when not even one order a second is sustained
   */
  static double highest(double from, DoublePredicate isSustained) {
    double sustained = 0;
    double tooMuch = Double.POSITIVE_INFINITY;
    for (double next = from;
        tooMuch > sustained * PRECISION && next >= 1;
        next = between(sustained, tooMuch)) {
      if (isSustained.test(next)) sustained = next;
      else tooMuch = next;
    }
    return sustained;
  }

  private static double between(double sustained, double tooMuch) {
    if (sustained == 0) return tooMuch / STEP;
    return Double.isInfinite(tooMuch) ? sustained * STEP : Math.sqrt(sustained * tooMuch);
  }

  /** Whether all were accepted and the system kept up with them. */
  static boolean isSustained(Measured measured) {
    double end = measured.readings().sent().millis();
    double half = end - measured.readings().seconds() * 500;
    long growth = measured.inFlightAt(end) - measured.inFlightAt(half);
    boolean allAccepted = measured.run().accepted() == measured.run().count();
    return allAccepted
        && measured.drained()
        && growth < TOLERATED_GROWTH * measured.run().count() / 2;
  }
}
