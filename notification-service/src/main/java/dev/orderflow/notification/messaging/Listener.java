package dev.orderflow.notification.messaging;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.EventHandler;
import dev.orderflow.notification.RecordingNotifications;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Which mail each order event asks for. */
@Component
public final class Listener implements EventHandler {

  private final RecordingNotifications recordingNotifications;

  Listener(RecordingNotifications recordingNotifications) {
    this.recordingNotifications = recordingNotifications;
  }

  @Override
  public Set<Topic> topics() {
    return Set.of(Topic.ORDERS);
  }

  @Override
  public void handle(EventBatch batch) {
    recordingNotifications.record(batch, Listener::kindOf);
  }

  /** Null for an event that asks for none. */
  public static @Nullable NotificationKind kindOf(OrderEvent event) {
    return switch (event) {
      case OrderCreated _ -> null;
      case OrderConfirmed _ -> NotificationKind.ORDER_CONFIRMED;
      case OrderCancelled _ -> NotificationKind.ORDER_CANCELLED;
    };
  }
}
