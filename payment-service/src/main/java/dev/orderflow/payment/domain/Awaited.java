package dev.orderflow.payment.domain;

/** Whom a payment waits for. */
public enum Awaited {
  /** Its goal is met, or will never be. */
  NOBODY,
  /** The payment provider, to do the next operation. */
  PROVIDER,
  /** order-service, to confirm or cancel the order whose amount is held. */
  OUTCOME,
  /** order-service, to cancel the order whose capture was refused. */
  CANCELLATION
}
