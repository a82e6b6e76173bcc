package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.NotificationKind;
import java.util.UUID;

/**
 * The mail server took the mail about this outcome. It holds no address.
 *
 * @param messageId the Message-ID of the mail: the same however often it had to be sent
 */
public record NotificationSent(UUID orderId, NotificationKind kind, String messageId)
    implements NotificationEvent {

  public NotificationSent {
    requireNonNull(orderId, "orderId");
    requireNonNull(kind, "kind");
    requireNonNull(messageId, "messageId");
  }
}
