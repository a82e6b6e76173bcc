package dev.orderflow.inventory.domain;

/** What has become of an order's demand. */
public enum ReservationState {
  /** All of it is set aside. */
  RESERVED,
  /** Not all of it was there, so none of it is set aside. */
  REJECTED,
  /** All of it has left the stock: the order is confirmed. */
  COMMITTED,
  /** None of it is held any more, or ever was: the order is cancelled. Final. */
  RELEASED
}
