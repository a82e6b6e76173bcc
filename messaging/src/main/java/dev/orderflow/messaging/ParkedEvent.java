package dev.orderflow.messaging;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A record that was put aside, with its origin and the reason.
 *
 * @param key and value as they were read, except that only payment-service keeps payment tokens,
 *     and only while it is parked
 * @param orderId null when neither the record nor its key names one
 * @param attempts how often it was tried, replays included
 * @param triedAt when it was last replayed in vain; null if it never was, as is {@code triedBy}
 * @param resolvedBy who replayed or discarded it; null while it is parked
 * @param note why it was discarded; null otherwise
 */
public record ParkedEvent(
    long id,
    String topic,
    int partition,
    long offset,
    byte @Nullable [] key,
    List<RawHeader> headers,
    byte @Nullable [] value,
    @Nullable String type,
    @Nullable UUID orderId,
    ParkReason reason,
    String detail,
    Instant parkedAt,
    int attempts,
    @Nullable Instant triedAt,
    @Nullable String triedBy,
    Status status,
    @Nullable Instant resolvedAt,
    @Nullable String resolvedBy,
    @Nullable String note) {

  /** What became of it. */
  public enum Status {
    PARKED,
    REPLAYED,
    DISCARDED
  }

  /** The value without a payment token, fit to be shown. */
  public byte @Nullable [] shownValue() {
    return ParkingLot.masked(value);
  }

  RawRecord raw() {
    return new RawRecord(topic, partition, offset, key, headers, value);
  }
}
