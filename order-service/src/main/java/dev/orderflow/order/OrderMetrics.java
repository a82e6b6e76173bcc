package dev.orderflow.order;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.order.domain.Order;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** What an operator asks first about orders. */
@Component
class OrderMetrics {

  private static final String OUTCOMES = "orderflow.orders.outcomes";

  private final MeterRegistry registry;
  private final Clock clock;
  private final Counter placed;
  private final Counter redriven;
  private final Timer confirmation;
  private final Timer settlement;

  OrderMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    placed = Counter.builder("orderflow.orders.placed").register(registry);
    redriven =
        Counter.builder("orderflow.orders.redriven")
            .description("orders whose last event was published again because answers were missing")
            .register(registry);
    // What is first seen at one has not increased, for who watches.
    confirmed();
    for (CancellationReason reason : CancellationReason.values()) cancelled(reason);
    confirmation = timer("orderflow.orders.confirmation", "from the order to its confirmation");
    settlement = timer("orderflow.orders.settlement", "from the order to its settled outcome");
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(10))
        .maximumExpectedValue(Duration.ofMinutes(15))
        .register(registry);
  }

  void stated(Order order, OrderEvent statement) {
    switch (statement) {
      case OrderCreated _ -> placed.increment();
      case OrderConfirmed _ -> {
        confirmed().increment();
        confirmation.record(age(order));
      }
      case OrderCancelled cancelled -> cancelled(cancelled.reason()).increment();
    }
  }

  private Counter confirmed() {
    return registry.counter(OUTCOMES, "status", "CONFIRMED", "reason", "");
  }

  private Counter cancelled(CancellationReason reason) {
    return registry.counter(OUTCOMES, "status", "CANCELLED", "reason", reason.name());
  }

  void settled(Order order) {
    settlement.record(age(order));
  }

  void redriven(int orders) {
    redriven.increment(orders);
  }

  private Duration age(Order order) {
    return Duration.between(order.createdAt(), clock.instant());
  }
}
