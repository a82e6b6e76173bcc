package dev.orderflow.messaging;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.DoubleSupplier;

/**
 * What an operator asks first: does the outbox drain, is anything parked. The database is asked
 * when the metrics are.
 */
final class MessagingMetrics implements MeterBinder {

  private final OutboxTable table;
  private final OutboxRelay relay;
  private final ParkedEvents parked;

  MessagingMetrics(OutboxTable table, OutboxRelay relay, ParkedEvents parked) {
    this.table = table;
    this.relay = relay;
    this.parked = parked;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauge(
        registry, "orderflow.outbox.pending", "Rows to be published, up to a limit", table::count);
    gauge(
        registry,
        "orderflow.outbox.oldest.seconds",
        "Age of the oldest row to be published",
        table::oldestAge);
    gauge(
        registry,
        "orderflow.parked.events",
        "Events that wait for an operator",
        parked::countParked);
    gauge(
        registry,
        "orderflow.relay.leader",
        "1 on the instance that publishes",
        () -> relay.isLeader() ? 1 : 0);
    FunctionCounter.builder("orderflow.outbox.published", relay, OutboxRelay::published)
        .description("Rows published by this instance")
        .register(registry);
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
