package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What came out of a run.
 *
 * @param backlog when the last order had been sent
 * @param drained whether all was done in the end
 */
record Measured(
    Scenario scenario,
    Placements run,
    Milestones milestones,
    Readings readings,
    Memory memory,
    Storage storage,
    Backlog backlog,
    boolean drained,
    EndCheck.Result ending) {

  /**
   * @param before when the first order was sent
   * @param sent when the last one was
   * @param after when nothing was left to be done
   * @param all one every second, from before the first order on
   */
  record Readings(Reading before, Reading sent, Reading after, List<Reading> all) {

    /** From the first to the last order. */
    double seconds() {
      return (sent.millis() - before.millis()) / 1e3;
    }

    /** Processors that others kept busy from beginning to end. */
    double othersBusy() {
      double all = after.machine().busy() - before.machine().busy();
      double ours = sum(after) - sum(before);
      return Math.max(0, all - ours) / (after.millis() - before.millis());
    }

    /** Processors that the host of this virtual machine gave to others meanwhile. */
    double stolen() {
      return (after.machine().stolen() - before.machine().stolen())
          / (after.millis() - before.millis());
    }

    private static double sum(Reading reading) {
      return reading.cpu().values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Bytes of each part: before any order, and the most that was seen. */
  record Memory(Map<String, Long> atRest, Map<String, Long> atMost) {}

  boolean isRight() {
    return drained && ending.findings() == 0;
  }

  List<Latencies> latencies() {
    return List.of(
        Latencies.of("POST", run.count(), run::isAccepted, order -> run.latency(order) / 1e6),
        until("confirmed", milestones::confirmed),
        until("mailed", milestones::mailed),
        until("settled", milestones::settled));
  }

  private Latencies until(String name, IntToLongFunction millis) {
    return Latencies.of(
        "POST to " + name,
        run.count(),
        order -> millis.applyAsLong(order) > 0 && isLeftAlone(order),
        order -> millis.applyAsLong(order) - run.intendedMillis(order));
  }

  /** A customer who cancels decides himself how long his order takes. */
  private boolean isLeftAlone(int order) {
    return run.basket(order).outcome() != Outcome.CUSTOMER_REQUEST;
  }

  double acceptedPerSecond() {
    return run.accepted() / readings.seconds();
  }

  /** Orders that were settled while orders were sent, in a second. */
  double settledPerSecond() {
    return settledBy(readings.sent.millis()) / readings.seconds();
  }

  /** Orders that had arrived but were not settled at a time in milliseconds since 1970. */
  long inFlightAt(double millis) {
    return IntStream.range(0, run.count())
            .filter(order -> run.intendedMillis(order) <= millis)
            .count()
        - settledBy(millis);
  }

  private long settledBy(double millis) {
    return IntStream.range(0, run.count())
        .mapToLong(milestones::settled)
        .filter(at -> at > 0 && at <= millis)
        .count();
  }

  /**
   * How a pile of orders went.
   *
   * @param most that had arrived and were not settled
   * @param seconds from then until what was left was no more than arrives in a second
   * @param settledPerSecond meanwhile
   */
  record Recovery(long most, double seconds, double settledPerSecond) {}

  Recovery recovery() {
    double start = readings.before.millis();
    int seconds = (int) ((readings.after.millis() - start) / 1e3);
    long[] inFlight = new long[seconds + 1];
    int top = 0;
    for (int n = 0; n <= seconds; n++) {
      inFlight[n] = inFlightAt(start + n * 1e3);
      if (inFlight[n] > inFlight[top]) top = n;
    }
    int end = top;
    while (end < seconds && inFlight[end] > run.schedule().perSecond()) end++;
    double settled = settledBy(start + end * 1e3) - settledBy(start + top * 1e3);
    return new Recovery(inFlight[top], end - top, end == top ? 0 : settled / (end - top));
  }

  /** From the last order to the moment at which all that nobody cancelled were settled. */
  double drainSeconds() {
    long last =
        IntStream.range(0, run.count())
            .filter(this::isLeftAlone)
            .mapToLong(milestones::settled)
            .max()
            .orElse(0);
    return Math.max(0, (last - readings.sent.millis()) / 1e3);
  }

  double systemCpuPerOrder() {
    return cpuPerOrder().entrySet().stream()
        .filter(part -> !Stack.SURROUNDINGS.contains(part.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  double cpuPerOrderTogether() {
    return cpuPerOrder().values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Milliseconds of processor time for one order, by part. */
  Map<String, Double> cpuPerOrder() {
    Map<String, Double> cpu = new LinkedHashMap<>();
    readings
        .after
        .cpu()
        .forEach((part, millis) ->
            cpu.put(
                part, (millis - readings.before.cpu().getOrDefault(part, 0.0)) / run.accepted()));
    return cpu;
  }
}
