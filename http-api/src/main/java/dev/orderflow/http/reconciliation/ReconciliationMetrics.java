package dev.orderflow.http.reconciliation;

import dev.orderflow.messaging.DatabaseGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Did the latest run find anything, and was there one. */
final class ReconciliationMetrics implements MeterBinder {

  private final DatabaseGauges gauges;
  private final ReconciliationTable table;

  ReconciliationMetrics(DatabaseGauges gauges, ReconciliationTable table) {
    this.gauges = gauges;
    this.table = table;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauges.register(
        registry,
        "orderflow.reconciliation.findings",
        "Findings of the latest finished reconciliation, -1 before the first",
        table::found);
    gauges.register(
        registry,
        "orderflow.reconciliation.age.seconds",
        "Since the latest reconciliation finished",
        table::age);
  }
}
