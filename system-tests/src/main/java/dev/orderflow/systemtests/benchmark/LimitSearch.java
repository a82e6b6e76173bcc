package dev.orderflow.systemtests.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** Looks for the highest rate at which orders do not pile up. */
final class LimitSearch {

  /** The limit is found when the rates beside it differ by less. */
  private static final double PRECISION = 1.08;

  private static final double STEP = 1.5;

  /** Of the orders that arrive in the second half of a probe: more than these left is a pile. */
  private static final double TOLERATED_GROWTH = 0.03;

  private final DoubleFunction<Measured> probe;
  private final List<Measured> probes = new ArrayList<>();

  /**
   * @param probe drives the system at a rate for long enough that a pile would be seen to grow
   */
  LimitSearch(DoubleFunction<Measured> probe) {
    this.probe = probe;
  }

  /** Tries rates from this one on, up or down, and returns all that was measured. */
  List<Measured> from(double rate) {
    double sustained = 0;
    double tooMuch = Double.POSITIVE_INFINITY;
    double next = rate;
    while (tooMuch > sustained * PRECISION && next >= 1) {
      Measured measured = probe.apply(next);
      probes.add(measured);
      if (isSustained(measured)) sustained = next;
      else tooMuch = next;
      next = between(sustained, tooMuch);
    }
    return probes;
  }

  private static double between(double sustained, double tooMuch) {
    if (sustained == 0) return tooMuch / STEP;
    return Double.isInfinite(tooMuch) ? sustained * STEP : Math.sqrt(sustained * tooMuch);
  }

  /** The highest rate that was sustained. */
  static Optional<Measured> limit(List<Measured> probes) {
    return probes.stream()
        .filter(LimitSearch::isSustained)
        .max(Comparator.comparingDouble(it -> it.run().schedule().perSecond()));
  }

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
