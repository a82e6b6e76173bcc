package dev.orderflow.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parked events that have the same cause, as far as can be told.
 *
 * @param type null where the record names none
 * @param oldest when the first of them was parked
 * @param newest when the last of them was parked
 */
public record ParkedCause(
    ParkedEvent.Status status,
    ParkReason reason,
    String topic,
    @Nullable String type,
    long events,
    Instant oldest,
    Instant newest) {}
