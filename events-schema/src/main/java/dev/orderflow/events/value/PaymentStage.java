package dev.orderflow.events.value;

/** What the provider refused. */
public enum PaymentStage {
  AUTHORIZATION,
  CAPTURE
}
