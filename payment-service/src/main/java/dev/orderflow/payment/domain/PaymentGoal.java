package dev.orderflow.payment.domain;

/** What the order wants to be true at the provider. A goal is only ever replaced by a later one. */
public enum PaymentGoal {
  AUTHORIZED,
  CAPTURED,
  NOTHING_HELD
}
