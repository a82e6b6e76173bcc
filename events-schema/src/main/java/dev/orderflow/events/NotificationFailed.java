package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.NotificationKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The mail about this outcome was refused for good; the order is untouched. It holds no address.
 *
 * @param code the SMTP reply code or a word for programs
 * @param detail for people, or null
 */
public record NotificationFailed(
    UUID orderId, NotificationKind kind, String messageId, String code, @Nullable String detail)
    implements NotificationEvent {

  public NotificationFailed {
    requireNonNull(orderId, "orderId");
    requireNonNull(kind, "kind");
    requireNonNull(messageId, "messageId");
    requireNonNull(code, "code");
  }
}
