package dev.orderflow.notification.domain;

import dev.orderflow.events.NotificationEvent;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One mail about one outcome of an order. Kept for ever, so that any replay finds it.
 *
 * @param messageId with its angle brackets; follows from order and kind, so that a mail that had to
 *     be sent twice is known as one
 * @param outcome what the mail tells; null once it has been erased, or where it was not asked for
 * @param causationId the event that told us
 * @param recordedAt the mail's date, at microseconds
 * @param attempts how often it was leased
 * @param answer null while it is pending
 */
public record Notification(
    UUID orderId,
    NotificationKind kind,
    String messageId,
    @Nullable OrderEvent outcome,
    UUID causationId,
    @Nullable String traceparent,
    Instant recordedAt,
    int attempts,
    @Nullable Answer answer) {

  /**
   * @param domain the right side of the Message-ID
   */
  public static Notification of(
      NotificationKind kind,
      EventEnvelope<? extends OrderEvent> cause,
      String domain,
      @Nullable String traceparent,
      Instant now) {
    return new Notification(
        cause.orderId(),
        kind,
        messageId(cause.orderId(), kind, domain),
        cause.data(),
        cause.id(),
        traceparent,
        now.truncatedTo(ChronoUnit.MICROS),
        0,
        null);
  }

  private static String messageId(UUID orderId, NotificationKind kind, String domain) {
    String what =
        switch (kind) {
          case ORDER_CONFIRMED -> "confirmed";
          case ORDER_CANCELLED -> "cancelled";
        };
    return "<%s.%s@%s>".formatted(orderId, what, domain);
  }

  public NotificationState state() {
    if (answer == null) return NotificationState.PENDING;
    return answer.failure() == null ? NotificationState.SENT : NotificationState.FAILED;
  }

  public boolean isPending() {
    return answer == null;
  }

  /** Whether the event cannot be true beside what is recorded, as far as that is still known. */
  public boolean isContradictedBy(OrderEvent event) {
    return outcome != null && !EventJson.agree(outcome, event);
  }

  /** As it is while an instance has it to mail it. */
  public Notification leased() {
    return new Notification(
        orderId,
        kind,
        messageId,
        outcome,
        causationId,
        traceparent,
        recordedAt,
        attempts + 1,
        answer);
  }

  Notification answered(Answer given) {
    return new Notification(
        orderId, kind, messageId, outcome, causationId, traceparent, recordedAt, attempts, given);
  }

  /** The event about the answer, the same with the same id each time; empty while it is pending. */
  public Optional<EventEnvelope<NotificationEvent>> event() {
    return Optional.ofNullable(answer)
        .map(given -> EventEnvelope.of(event(given), given.sequence(), given.time(), causationId));
  }

  private NotificationEvent event(Answer given) {
    Answer.Failure failure = given.failure();
    return failure == null
        ? new NotificationSent(orderId, kind, messageId)
        : new NotificationFailed(orderId, kind, messageId, failure.code(), failure.detail());
  }
}
