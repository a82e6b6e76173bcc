package dev.orderflow.order.web;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an order, as it stands on its topic, but for the payment token.
 *
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

  static EventView of(EventEnvelope<? extends Event> event) {
    return new EventView(
        event.id(),
        event.type().id(),
        event.source().id(),
        event.sequence(),
        event.causationId(),
        event.time(),
        EventJson.writeText(event.data()));
  }
}
