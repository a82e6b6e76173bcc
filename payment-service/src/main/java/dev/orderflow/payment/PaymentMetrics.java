package dev.orderflow.payment;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.DatabaseGauges;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.Payments;
import dev.orderflow.payment.domain.ProviderAnswer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * What an operator asks first: what becomes of the payments, is the provider well, does anything
 * wait.
 */
@Component
class PaymentMetrics {

  /** A provider that is well answers within seconds, also to the second and third call. */
  private static final Duration STUCK = Duration.ofMinutes(5);

  private final MeterRegistry registry;

  PaymentMetrics(MeterRegistry registry, DatabaseGauges gauges, Payments payments) {
    this.registry = registry;
    gauges.register(
        registry,
        "orderflow.payments.oldest.wait.seconds",
        "How long the payment that waits longest has waited for the provider",
        payments::oldestWait);
    gauges.register(
        registry,
        "orderflow.payments.stuck",
        "Payments that have waited for the provider for five minutes",
        () -> payments.waiting(STUCK));
  }

  /** Counts events that became true. */
  void count(List<EventEnvelope<PaymentEvent>> events) {
    events.stream()
        .collect(groupingBy(event -> event.type().name(), counting()))
        .forEach((type, number) ->
            registry.counter("orderflow.payments.events", "type", type).increment(number));
  }

  /** Times a call; {@code answer="Unclear"} are the unknown outcomes. */
  ProviderAnswer timed(Operation operation, Supplier<ProviderAnswer> call) {
    Timer.Sample sample = Timer.start(registry);
    ProviderAnswer answer = call.get();
    sample.stop(
        Timer.builder("orderflow.payments.provider.calls")
            .tag("operation", operation.name())
            .tag("answer", answer.getClass().getSimpleName())
            .register(registry));
    return answer;
  }
}
