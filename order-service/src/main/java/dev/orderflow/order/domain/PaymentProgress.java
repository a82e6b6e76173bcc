package dev.orderflow.order.domain;

/** What payment-service has last said about an order. */
public enum PaymentProgress {
  AWAITED,
  AUTHORIZED,
  DECLINED,
  CAPTURED,
  /** The authorization is still held and has to be voided. */
  CAPTURE_FAILED,
  /**
   * The answer to every cancellation but that of a captured payment, also where nothing was held.
   */
  VOIDED,
  REFUNDED;

  /** Whether the cancellation is answered. */
  boolean isGivenBack() {
    return this == VOIDED || this == REFUNDED;
  }
}
