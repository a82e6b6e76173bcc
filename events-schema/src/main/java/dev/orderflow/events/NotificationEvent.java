package dev.orderflow.events;

/**
 * Topic {@code notifications}: written by notification-service alone. order-service keeps them in
 * the history of the order.
 */
public sealed interface NotificationEvent extends Event
    permits NotificationSent, NotificationFailed {}
