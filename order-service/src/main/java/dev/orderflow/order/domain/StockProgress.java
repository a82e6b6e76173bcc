package dev.orderflow.order.domain;

/** What inventory-service has last said about an order. */
public enum StockProgress {
  AWAITED,
  RESERVED,
  REJECTED,
  COMMITTED,
  /** The answer to every cancellation, also where nothing was held. */
  RELEASED
}
