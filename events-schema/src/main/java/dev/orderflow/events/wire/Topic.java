package dev.orderflow.events.wire;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryEvent;
import dev.orderflow.events.NotificationEvent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentEvent;
import java.util.Arrays;
import java.util.Optional;

/**
 * The Kafka topics. Each has one writer and one sealed family of events; the record key is the
 * order id, so that all that one service says about one order stays in order on one partition.
 */
public enum Topic {
  ORDERS("orders", EventSource.ORDER_SERVICE, OrderEvent.class),
  INVENTORY("inventory", EventSource.INVENTORY_SERVICE, InventoryEvent.class),
  PAYMENTS("payments", EventSource.PAYMENT_SERVICE, PaymentEvent.class),
  NOTIFICATIONS("notifications", EventSource.NOTIFICATION_SERVICE, NotificationEvent.class);

  private final String id;
  private final EventSource writer;
  private final Class<? extends Event> family;

  Topic(String id, EventSource writer, Class<? extends Event> family) {
    this.id = id;
    this.writer = writer;
    this.family = family;
  }

  /** The topic's name in Kafka. */
  public String id() {
    return id;
  }

  /** The one service that writes it. */
  public EventSource writer() {
    return writer;
  }

  /** The sealed interface of its events. */
  public Class<? extends Event> family() {
    return family;
  }

  /** Where a reader publishes copies of the records of this topic that it had to park. */
  public String deadLetterTopicOf(EventSource reader) {
    return id + "." + reader.id() + ".dlt";
  }

  public static Optional<Topic> byId(String id) {
    return Arrays.stream(values()).filter(topic -> topic.id.equals(id)).findFirst();
  }

  /** The topic that carries this event. */
  public static Topic of(Event event) {
    return switch (event) {
      case OrderEvent _ -> ORDERS;
      case InventoryEvent _ -> INVENTORY;
      case PaymentEvent _ -> PAYMENTS;
      case NotificationEvent _ -> NOTIFICATIONS;
    };
  }
}
