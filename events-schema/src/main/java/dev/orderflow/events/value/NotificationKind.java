package dev.orderflow.events.value;

/** Which outcome a mail tells; an order that was confirmed and then cancelled gets both. */
public enum NotificationKind {
  ORDER_CONFIRMED,
  ORDER_CANCELLED
}
