package dev.orderflow.systemtests.benchmark;

import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** How long something took for the orders of a run, in milliseconds from their intended sending. */
record Latencies(String name, long count, double p50, double p99, double p999, double max) {

  /** Three digits of every time are exact. */
  private static final int DIGITS = 3;

  private static final double MICROS = 1e3;

  static Latencies of(String name, int orders, IntPredicate included, IntToDoubleFunction millis) {
    Histogram histogram = new Histogram(DIGITS);
    IntStream.range(0, orders)
        .filter(included)
        .forEach(order ->
            histogram.recordValue(Math.max(0, (long) (millis.applyAsDouble(order) * MICROS))));
    return new Latencies(
        name,
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50) / MICROS,
        histogram.getValueAtPercentile(99) / MICROS,
        histogram.getValueAtPercentile(99.9) / MICROS,
        histogram.getMaxValue() / MICROS);
  }
}
