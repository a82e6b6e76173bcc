package dev.orderflow.events.wire;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orderflow.events.Event;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event with its CloudEvents attributes.
 *
 * @param id the same over every republication
 * @param time when it became true, by the clock of its source; to be shown, never to decide on
 * @param sequence 1, 2, 3 … per order and source
 * @param causationId the event that caused it; null when a client, a person or a deadline did
 */
public record EventEnvelope<E extends Event>(
    UUID id, EventSource source, E data, Instant time, long sequence, @Nullable UUID causationId) {

  private static final UUID NAMESPACE = UUID.fromString("6a6f2a5e-5f0b-5c1e-9d0e-4f7264657231");

  /**
   * An event of our own. Its id follows from source, order, sequence and type (a name-based UUID,
   * RFC 9562 §5.5), so that a service which rebuilds the event from its row states the same event
   * again instead of a new one. The type, and the kind of a mail, are in it for a service that has
   * lost its last rows with its database: what it states instead is another event.
   */
  public static <E extends Event> EventEnvelope<E> of(
      E data, long sequence, Instant time, @Nullable UUID causationId) {
    EventSource source = Topic.of(data).writer();
    return new EventEnvelope<>(
        idOf(source, sequence, data), source, data, storable(time), sequence, causationId);
  }

  /** The id of a source's n-th event about an order, which is not about a mail. */
  public static UUID idOf(EventSource source, UUID orderId, long sequence, EventType type) {
    return idOf(source, orderId, sequence, type.name());
  }

  private static UUID idOf(EventSource source, long sequence, Event data) {
    String type = EventType.of(data).name();
    String what =
        switch (data) {
          case NotificationSent sent -> type + "/" + sent.kind();
          case NotificationFailed failed -> type + "/" + failed.kind();
          default -> type;
        };
    return idOf(source, data.orderId(), sequence, what);
  }

  private static UUID idOf(EventSource source, UUID orderId, long sequence, String what) {
    return UuidCreator.getNameBasedSha1(
        NAMESPACE, source.id() + "/" + orderId + "/" + sequence + "/" + what);
  }

  /** Whether the id is the one that follows from the rest; a stranger's may not be. */
  public boolean hasDerivedId() {
    return id.equals(idOf(source, sequence, data));
  }

  public UUID orderId() {
    return data.orderId();
  }

  public EventType type() {
    return EventType.of(data);
  }

  // PostgreSQL keeps microseconds: an event rebuilt from its row must not differ from the one
  // published first.
  private static Instant storable(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
