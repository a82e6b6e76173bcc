package dev.orderflow.events;

/** Topic {@code orders}: written by order-service alone. All other services react. */
public sealed interface OrderEvent extends Event
    permits OrderCreated, OrderConfirmed, OrderCancelled {}
