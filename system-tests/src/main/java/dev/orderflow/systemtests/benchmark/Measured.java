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
 * @param before read when the run began
 * @param sent read when the last order was sent
 * @param after read when nothing was left to be done
 */
record Measured(
    Scenario scenario,
    Placements run,
    Milestones milestones,
    Reading before,
    Reading sent,
    Reading after,
    Map<String, Long> memoryAtRest,
    Map<String, Long> memoryAtMost,
    Backlog backlog,
    boolean drained,
    EndCheck.Result ending) {

  boolean isRight() {
    return drained && ending.violations() == 0;
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

  double sendingSeconds() {
    return (sent.millis() - before.millis()) / 1e3;
  }

  /** Orders that were settled while orders were sent, in a second. */
  double settledPerSecond() {
    return IntStream.range(0, run.count())
            .mapToLong(milestones::settled)
            .filter(at -> at > 0 && at <= sent.millis())
            .count()
        / sendingSeconds();
  }

  /** From the last order to the moment at which all that nobody cancelled were settled. */
  double drainSeconds() {
    long last =
        IntStream.range(0, run.count())
            .filter(this::isLeftAlone)
            .mapToLong(milestones::settled)
            .max()
            .orElse(0);
    return Math.max(0, (last - sent.millis()) / 1e3);
  }

  /** Milliseconds of processor time for one order, by part. */
  Map<String, Double> cpuPerOrder() {
    Map<String, Double> cpu = new LinkedHashMap<>();
    after
        .cpu()
        .forEach((part, millis) ->
            cpu.put(part, (millis - before.cpu().getOrDefault(part, 0.0)) / run.accepted()));
    return cpu;
  }

  /** Processors that others kept busy meanwhile. */
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
