package dev.orderflow.order.domain;

/** What inventory-service has last said about an order. */
public enum StockProgress {
  AWAITED,
  RESERVED,
  REJECTED,
  COMMITTED,
  RELEASED;

  /** Nothing is held any more, or never was. */
  boolean isGivenBack() {
    return this == REJECTED || this == RELEASED;
  }
}
