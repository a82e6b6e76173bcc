package dev.orderflow.http.parked;

import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a parked event came from, why it is here and what became of it.
 *
 * @param orderId null when neither the record nor its key names one
 * @param triedAt when it was last replayed in vain; null if it never was
 * @param triedBy by whom
 * @param resolvedBy who replayed or discarded it
 * @param note why it was discarded
 */
public record ParkedEventSummary(
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
    @Nullable Instant triedAt,
    @Nullable String triedBy,
    ParkedEvent.Status status,
    @Nullable Instant resolvedAt,
    @Nullable String resolvedBy,
    @Nullable String note) {

  public static ParkedEventSummary of(ParkedEvent event) {
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
        event.triedAt(),
        event.triedBy(),
        event.status(),
        event.resolvedAt(),
        event.resolvedBy(),
        event.note());
  }
}
