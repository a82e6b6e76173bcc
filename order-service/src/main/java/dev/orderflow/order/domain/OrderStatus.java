package dev.orderflow.order.domain;

/** Where an order stands; it only ever moves down this list. */
public enum OrderStatus {
  /** Waits for stock and payment. */
  PENDING,
  /** Stock was reserved and the payment authorized. */
  CONFIRMED,
  /** Ended; what was held for it is given back. */
  CANCELLED
}
