package dev.orderflow.events;

/** Topic {@code payments}: written by payment-service alone. order-service reacts. */
public sealed interface PaymentEvent extends Event
    permits PaymentSucceeded, PaymentFailed, PaymentCaptured, PaymentVoided, PaymentRefunded {}
