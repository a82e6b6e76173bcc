package dev.orderflow.messaging;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What an operator asks first: does the outbox drain, is anything parked. */
final class MessagingMetrics implements MeterBinder {

  private final DatabaseGauges gauges;
  private final OutboxTable table;
  private final OutboxRelay relay;
  private final ParkedEvents parked;
  private final BackPressure pressure;

  MessagingMetrics(
      DatabaseGauges gauges,
      OutboxTable table,
      OutboxRelay relay,
      ParkedEvents parked,
      BackPressure pressure) {
    this.gauges = gauges;
    this.table = table;
    this.relay = relay;
    this.parked = parked;
    this.pressure = pressure;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    gauges.register(
        registry, "orderflow.outbox.pending", "Rows to be published, up to a limit", table::count);
    gauges.register(
        registry,
        "orderflow.outbox.oldest.seconds",
        "Age of the oldest row to be published",
        table::oldestAge);
    gauges.register(
        registry,
        "orderflow.parked.events",
        "Events that wait for an operator",
        parked::countParked);
    Gauge.builder("orderflow.relay.leader", () -> relay.isLeader() ? 1 : 0)
        .description("1 on the instance that publishes")
        .register(registry);
    Gauge.builder("orderflow.back.pressure", () -> pressure.isOn() ? 1 : 0)
        .description("1 while a consumer of this instance gets as much as it takes at a time")
        .register(registry);
    FunctionCounter.builder("orderflow.outbox.published", relay, OutboxRelay::published)
        .description("Rows published by this instance")
        .register(registry);
  }
}
