package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A run, second by second from its first order to the end of its last. */
final class Seconds {

  /** A value for each second; NaN where there is none. */
  record Series(String name, double[] values) {}

  private final Measured measured;
  private final Placements run;
  private final double start;
  private final int count;

  Seconds(Measured measured) {
    this.measured = measured;
    run = measured.run();
    start = measured.readings().before().millis();
    count = (int) Math.ceil((measured.readings().after().millis() - start) / 1e3) + 1;
  }

  int count() {
    return count;
  }

  List<Series> throughput() {
    return List.of(
        new Series("arrived", counts(run::intendedMillis)),
        new Series(
            "accepted",
            counts(
                order -> run.isAccepted(order) ? run.intendedMillis(order) + latency(order) : 0)),
        new Series("settled", counts(order -> measured.milestones().settled(order))));
  }

  /** By the second in which an order arrived. */
  List<Series> latencies() {
    IntToDoubleFunction post = order -> run.isAccepted(order) ? latency(order) : Double.NaN;
    IntToDoubleFunction confirmed =
        order ->
            measured.milestones().confirmed(order) == 0
                ? Double.NaN
                : measured.milestones().confirmed(order) - run.intendedMillis(order);
    return List.of(
        new Series("POST p50", percentiles(0.5, post)),
        new Series("POST p99", percentiles(0.99, post)),
        new Series("POST to confirmed p50", percentiles(0.5, confirmed)),
        new Series("POST to confirmed p99", percentiles(0.99, confirmed)));
  }

  /** Processors that each part kept busy. */
  List<Series> processors() {
    Map<String, double[]> busy = new LinkedHashMap<>();
    List<Reading> readings =
        measured.readings().all().stream().filter(it -> it.millis() >= start).toList();
    for (int n = 1; n < readings.size(); n++) {
      Reading from = readings.get(n - 1);
      Reading to = readings.get(n);
      double wall = to.millis() - from.millis();
      int second = second(from.millis());
      if (wall < 200 || second < 0) continue;
      to.cpu()
          .forEach((part, millis) ->
              busy.computeIfAbsent(part, _ -> new double[count])[second] =
                  (millis - from.cpu().getOrDefault(part, millis)) / wall);
    }
    List<Series> series = new ArrayList<>();
    busy.forEach((part, values) -> series.add(new Series(part, values)));
    return series;
  }

  private double latency(int order) {
    return run.latency(order) / 1e6;
  }

  private double[] counts(IntToDoubleFunction millis) {
    double[] counts = new double[count];
    for (int order = 0; order < run.count(); order++) {
      int second = second(millis.applyAsDouble(order));
      if (second >= 0) counts[second]++;
    }
    return counts;
  }

  private double[] percentiles(double share, IntToDoubleFunction value) {
    List<List<Double>> values =
        IntStream.range(0, count).<List<Double>>mapToObj(_ -> new ArrayList<>()).toList();
    for (int order = 0; order < run.count(); order++) {
      double it = value.applyAsDouble(order);
      int second = second(run.intendedMillis(order));
      if (!Double.isNaN(it) && second >= 0) values.get(second).add(it);
    }
    return values.stream().mapToDouble(all -> percentile(share, all)).toArray();
  }

  private static double percentile(double share, List<Double> values) {
    if (values.isEmpty()) return Double.NaN;
    return values.stream()
        .sorted()
        .skip((long) (share * (values.size() - 1)))
        .findFirst()
        .orElseThrow();
  }

  private int second(double millis) {
    int second = (int) Math.floor((millis - start) / 1e3);
    return second < count ? second : -1;
  }
}
