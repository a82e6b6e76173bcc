package dev.orderflow.events.wire;

import java.util.Arrays;
import java.util.Optional;

/** The CloudEvents {@code source}: the service that states the event. */
public enum EventSource {
  ORDER_SERVICE("order-service"),
  INVENTORY_SERVICE("inventory-service"),
  PAYMENT_SERVICE("payment-service"),
  NOTIFICATION_SERVICE("notification-service");

  private final String id;

  EventSource(String id) {
    this.id = id;
  }

  /** The name on the wire, a URI reference as CloudEvents asks. */
  public String id() {
    return id;
  }

  public static Optional<EventSource> byId(String id) {
    return Arrays.stream(values()).filter(source -> source.id.equals(id)).findFirst();
  }
}
