package dev.orderflow.http.parked;

import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a parked event came from, why it is here and what became of it.
 *
 * @param orderId null when the record could not be read
 * @param resolvedBy who replayed or discarded it
 * @param note why it was discarded
 */
record ParkedEventSummary(
    long id,
    String topic,
    int partition,
    long offset,
    @Nullable String type,
    @Nullable UUID orderId,
    ParkReason reason,
    String detail,
    Instant parkedAt,
    int attempts,
    ParkedEvent.Status status,
    @Nullable Instant resolvedAt,
    @Nullable String resolvedBy,
    @Nullable String note) {

  static ParkedEventSummary of(ParkedEvent event) {
    return new ParkedEventSummary(
        event.id(),
        event.topic(),
        event.partition(),
        event.offset(),
        event.type(),
        event.orderId(),
        event.reason(),
        event.detail(),
        event.parkedAt(),
        event.attempts(),
        event.status(),
        event.resolvedAt(),
        event.resolvedBy(),
        event.note());
  }
}
