package dev.orderflow.messaging;

import dev.orderflow.events.wire.Refusal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The events of one polled batch, in the order in which they were read. */
public final class EventBatch {

  private final List<ReceivedEvent> events;
  private final Tracing tracing;
  private final BiConsumer<ReceivedEvent, Refusal> onRefusal;

  EventBatch(
      List<ReceivedEvent> events, Tracing tracing, BiConsumer<ReceivedEvent, Refusal> onRefusal) {
    this.events = events;
    this.tracing = tracing;
    this.onRefusal = onRefusal;
  }

  public int size() {
    return events.size();
  }

  /** Distinct, and in no order: rows are locked in that of the statement which locks them. */
  public List<UUID> orderIds() {
    return events.stream().map(ReceivedEvent::orderId).distinct().toList();
  }

  /**
   * The events, for a look ahead at what is to be read; to be gone through with {@link #forEach}.
   */
  public List<ReceivedEvent> events() {
    return events;
  }

  /**
   * Goes through the events in order. The span of each, and its order id in the log context, is
   * current during its call. An event whose call throws {@link Refusal} is parked in this
   * transaction, and the next follows.
   */
  public void forEach(Consumer<ReceivedEvent> action) {
    for (ReceivedEvent event : events) {
      tracing.inSpan(
          event.envelope().type().name() + " process",
          event.traceparent(),
          Map.of("orderId", event.orderId().toString()),
          () -> handle(event, action));
    }
  }

  private void handle(ReceivedEvent event, Consumer<ReceivedEvent> action) {
    try {
      action.accept(event);
    } catch (Refusal refusal) {
      onRefusal.accept(event, refusal);
    }
  }
}
