package dev.orderflow.order.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.order.OrderHistory;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an order, as it stands on its topic, but for the payment token.
 *
 * @param type only its name if a newer version has written it
 * @param causationId the event that caused it; null when a client, a person or a deadline did
 * @param time by the clock of its source
 */
@Schema(name = "Event")
record EventView(
    UUID id,
    @Schema(example = "dev.orderflow.OrderCreated.v1") String type,
    @Schema(example = "order-service") String source,
    long sequence,
    @Nullable UUID causationId,
    Instant time,
    @Schema(implementation = Object.class, type = "object") @JsonRawValue String data) {

  static EventView of(OrderHistory.Told event) {
    return new EventView(
        event.id(),
        EventType.byName(event.name()).map(EventType::id).orElse(event.name()),
        event.source(),
        event.sequence(),
        event.causationId(),
        event.time(),
        event.data());
  }
}
