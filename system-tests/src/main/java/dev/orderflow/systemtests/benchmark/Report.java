package dev.orderflow.systemtests.benchmark;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table that a person reads. */
final class Report {

  /** Not the system, but what a shop, a bank and a mail provider would do elsewhere. */
  static final Set<String> SURROUNDINGS = Set.of("inbox", "provider sandbox", "generator");

  /** With more than this taken by others, times say little about the system. */
  private static final double DISTURBANCE = 0.1;

  private static final double MEGABYTE = 1 << 20;

  private final StringBuilder text = new StringBuilder();

  private Report() {}

  static String of(Measured measured) {
    Report report = new Report();
    report.rates(measured);
    report.latencies(measured.latencies());
    report.costs(measured);
    report.backlog(measured);
    report.ending(measured.ending());
    report.disturbances(measured);
    return report.text.toString();
  }

  private void rates(Measured measured) {
    int accepted = measured.run().accepted();
    line(
        "%s: %.0f orders/s for %.0f s"
            .formatted(
                measured.scenario().id(),
                measured.run().count() / measured.sendingSeconds(),
                measured.sendingSeconds()));
    line("");
    line(
        "accepted %8.1f/s   %d orders; by status %s; %d cancellations refused"
            .formatted(
                accepted / measured.sendingSeconds(),
                accepted,
                measured.run().statuses(),
                measured.run().refusedCancellations()));
    line("settled  %8.1f/s   while orders came in".formatted(measured.settledPerSecond()));
  }

  private void latencies(List<Latencies> all) {
    line("");
    line("%-20s %9s %9s %9s %9s".formatted("ms", "p50", "p99", "p99.9", "max"));
    for (Latencies it : all) {
      line(
          "%-20s %9.1f %9.1f %9.1f %9.1f   %d orders"
              .formatted(it.name(), it.p50(), it.p99(), it.p999(), it.max(), it.count()));
    }
  }

  private void costs(Measured measured) {
    line("");
    line("%-20s %12s %12s %12s".formatted("", "CPU ms/order", "MB at rest", "MB at most"));
    Map<String, Double> cpu = measured.cpuPerOrder();
    cpu.forEach((part, millis) -> cost(measured, part, millis));
    double all = cpu.values().stream().mapToDouble(Double::doubleValue).sum();
    double around = SURROUNDINGS.stream().mapToDouble(part -> cpu.getOrDefault(part, 0.0)).sum();
    line("%-20s %12.3f".formatted("the system", all - around));
    line("%-20s %12.3f".formatted("all", all));
  }

  private void cost(Measured measured, String part, double millis) {
    line(
        "%-20s %12.3f %12.0f %12.0f"
            .formatted(
                part,
                millis,
                measured.memoryAtRest().getOrDefault(part, 0L) / MEGABYTE,
                measured.memoryAtMost().getOrDefault(part, 0L) / MEGABYTE));
  }

  private void backlog(Measured measured) {
    line("");
    line("when the last order had been sent: %s".formatted(measured.backlog()));
    line(
        (measured.drained() ? "all done %.1f s later" : "not all done when waiting ended")
            .formatted(measured.drainSeconds()));
  }

  private void ending(EndCheck.Result ending) {
    line("");
    line(
        (ending.violations() == 0
                ? "every order ended right: %d"
                : "WRONG: of %d orders, %d findings")
            .formatted(ending.orders(), ending.violations()));
    ending.examples().forEach(example -> line("  %s".formatted(example)));
  }

  private void disturbances(Measured measured) {
    if (measured.othersBusy() > DISTURBANCE || measured.stolen() > DISTURBANCE) {
      line(
          ("DISTURBED: other processes kept %.2f processors busy, the host took %.2f; times mean"
                  + " little")
              .formatted(measured.othersBusy(), measured.stolen()));
    }
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
