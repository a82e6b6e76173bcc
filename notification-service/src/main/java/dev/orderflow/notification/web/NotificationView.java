package dev.orderflow.notification.web;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.notification.domain.Answer;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.NotificationState;
import dev.orderflow.notification.domain.Notifications.Standing;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How one mail stands.
 *
 * @param recipient {@code a***@example.com}, {@code ***} if it is no address; null once it has been
 *     erased
 * @param nextAttemptAt null when it has been answered, or while another mail of the order goes
 *     first
 * @param lastError why the last attempt failed, if it did
 * @param failure why it was refused for good, if it was
 */
record NotificationView(
    UUID orderId,
    NotificationKind kind,
    NotificationState state,
    String messageId,
    @Nullable String recipient,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String lastError,
    Answer.@Nullable Failure failure,
    Instant recordedAt,
    @Nullable Instant answeredAt) {

  static NotificationView of(Standing standing) {
    Notification notification = standing.notification();
    Answer answer = notification.answer();
    return new NotificationView(
        notification.orderId(),
        notification.kind(),
        notification.state(),
        notification.messageId(),
        recipient(notification.outcome()),
        notification.attempts(),
        standing.nextAttemptAt(),
        standing.lastError(),
        answer == null ? null : answer.failure(),
        notification.recordedAt(),
        answer == null ? null : answer.time());
  }

  private static @Nullable String recipient(@Nullable OrderEvent outcome) {
    return switch (outcome) {
      case OrderConfirmed confirmed -> masked(confirmed.customer().email());
      case OrderCancelled cancelled -> masked(cancelled.customer().email());
      case OrderCreated created -> masked(created.customer().email());
      case null -> null;
    };
  }

  private static String masked(String address) {
    int at = address.lastIndexOf('@');
    if (at < 1) return "***";
    return address.substring(0, address.offsetByCodePoints(0, 1)) + "***" + address.substring(at);
  }
}
