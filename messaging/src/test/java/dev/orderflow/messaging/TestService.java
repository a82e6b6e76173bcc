package dev.orderflow.messaging;

import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Topic;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** The smallest service: answers every event about an order with InventoryReserved. */
@SpringBootConfiguration
@EnableAutoConfiguration
class TestService {

  @Bean
  InMemorySpanExporter spans() {
    return InMemorySpanExporter.create();
  }

  @Bean
  OpenTelemetry openTelemetry(InMemorySpanExporter spans) {
    return OpenTelemetrySdk.builder()
        .setTracerProvider(
            SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build())
        .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
        .build();
  }

  @Bean
  Answering answering(Outbox outbox, Clock clock) {
    return new Answering(outbox, clock);
  }

  static final class Answering implements EventHandler {

    final List<UUID> handled = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    volatile Consumer<ReceivedEvent> before = _ -> {};
    private final Outbox outbox;
    private final Clock clock;

    Answering(Outbox outbox, Clock clock) {
      this.outbox = outbox;
      this.clock = clock;
    }

    @Override
    public Set<Topic> topics() {
      return Set.of(Topic.ORDERS);
    }

    @Override
    public void handle(EventBatch batch) {
      batches.add(batch.size());
      batch.forEach(event -> {
        before.accept(event);
        outbox.append(answer(event));
        AfterCommit.run(() -> handled.add(event.orderId()));
      });
    }

    private EventEnvelope<InventoryReserved> answer(ReceivedEvent event) {
      return EventEnvelope.of(
          new InventoryReserved(event.orderId(), List.of(new StockLine("MUG-01", 1))),
          1,
          clock.instant(),
          event.id());
    }
  }
}
