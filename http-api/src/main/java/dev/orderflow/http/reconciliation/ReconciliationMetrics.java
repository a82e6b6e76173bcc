package dev.orderflow.http.reconciliation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.DoubleSupplier;

/** Did the latest run find anything, and was there one. The database is asked when metrics are. */
final class ReconciliationMetrics implements MeterBinder {

  private final ReconciliationTable table;

  ReconciliationMetrics(ReconciliationTable table) {
    this.table = table;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "orderflow.reconciliation.findings",
        "Findings of the latest finished reconciliation, -1 before the first",
        table::found);
    gauge(
        registry,
        "orderflow.reconciliation.age.seconds",
        "Since the latest reconciliation finished",
        table::age);
  }

  private static void gauge(
      MeterRegistry registry, String name, String description, DoubleSupplier value) {
    Gauge.builder(name, () -> unlessDown(value)).description(description).register(registry);
  }

  private static double unlessDown(DoubleSupplier value) {
    try {
      return value.getAsDouble();
    } catch (RuntimeException e) {
      return Double.NaN;
    }
  }
}
