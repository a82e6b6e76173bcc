package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Measured.Readings;

/** The table that a person reads. */
final class Report {

  /** With more than so many processors taken by others, times say little about the system. */
  private static final double DISTURBANCE = 0.1;

  private static final double MEGABYTE = 1 << 20;

  private final Measured measured;
  private final StringBuilder text = new StringBuilder();

  private Report(Measured measured) {
    this.measured = measured;
  }

  static String of(Measured measured) {
    Report report = new Report(measured);
    report.rates();
    report.latencies();
    report.costs();
    report.storage();
    report.ending();
    report.disturbances();
    return report.text.toString();
  }

  private void rates() {
    Placements run = measured.run();
    line(
        "%s, %.0f orders/s for %.0f s: %s"
            .formatted(
                measured.scenario().id(),
                run.schedule().perSecond(),
                run.schedule().seconds(),
                measured.scenario().description));
    line("");
    line("accepted     %8.1f/s".formatted(measured.acceptedPerSecond()));
    line("settled      %8.1f/s".formatted(measured.settledPerSecond()));
    line("answers       " + run.statuses());
    Measured.Recovery recovery = measured.recovery();
    line(
        "in flight     at most %d orders; then %.0f settled/s until few were left, %.0f s later"
            .formatted(recovery.most(), recovery.settledPerSecond(), recovery.seconds()));
    line("backlog       " + measured.backlog() + ", when the last order had been sent");
    line(
        measured.drained()
            ? "drained       in %.1f s".formatted(measured.drainSeconds())
            : "drained       NEVER");
  }

  private void latencies() {
    line("");
    line("%-20s %9s %9s %9s %9s".formatted("ms", "p50", "p99", "p99.9", "max"));
    for (Latencies it : measured.latencies()) {
      line(
          "%-20s %9.1f %9.1f %9.1f %9.1f"
              .formatted(it.name(), it.p50(), it.p99(), it.p999(), it.max()));
    }
  }

  private void costs() {
    line("");
    line("%-20s %12s %12s %12s".formatted("", "CPU ms/order", "MB at rest", "MB at most"));
    measured.cpuPerOrder().forEach(this::cost);
    line("%-20s %12.3f".formatted("the system", measured.systemCpuPerOrder()));
    line("%-20s %12.3f".formatted("all", measured.cpuPerOrderTogether()));
  }

  private void cost(String part, double millis) {
    Measured.Memory memory = measured.memory();
    line(
        "%-20s %12.3f %12.0f %12.0f"
            .formatted(
                part,
                millis,
                memory.atRest().getOrDefault(part, 0L) / MEGABYTE,
                memory.atMost().getOrDefault(part, 0L) / MEGABYTE));
  }

  private void storage() {
    line("");
    line("%-20s %12s".formatted("", "bytes/order"));
    measured.storage().tables().forEach((name, bytes) -> bytes("tables of " + name, bytes));
    bytes("write-ahead log", measured.storage().log());
    measured.storage().topics().forEach((name, bytes) -> bytes("topic " + name, bytes));
  }

  private void bytes(String what, long bytes) {
    line("%-30s %6d".formatted(what, bytes / measured.run().accepted()));
  }

  private void ending() {
    EndCheck.Result ending = measured.ending();
    line("");
    if (ending.findings() == 0) {
      line("every one of %d orders ended right".formatted(ending.orders()));
    } else {
      line("WRONG: %d findings in %d orders".formatted(ending.findings(), ending.orders()));
    }
    ending.examples().forEach(example -> line("  " + example));
  }

  private void disturbances() {
    Readings readings = measured.readings();
    if (readings.othersBusy() > DISTURBANCE || readings.stolen() > DISTURBANCE) {
      line(
          "DISTURBED: others kept %.2f processors busy, the host of this machine took %.2f"
              .formatted(readings.othersBusy(), readings.stolen()));
    }
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
