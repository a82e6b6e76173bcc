package dev.orderflow.events;

import java.util.UUID;

/**
 * A fact about one order, stated by the service that made it true and never taken back. A later
 * fact of the same service about the same order always follows it on the same partition; between
 * services there is no order.
 */
public sealed interface Event permits OrderEvent, InventoryEvent, PaymentEvent, NotificationEvent {

  UUID orderId();
}
