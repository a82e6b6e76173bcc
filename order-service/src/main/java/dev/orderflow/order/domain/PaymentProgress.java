package dev.orderflow.order.domain;

/** What payment-service has last said about an order. */
public enum PaymentProgress {
  AWAITED,
  AUTHORIZED,
  DECLINED,
  CAPTURED,
  /** The authorization is still held and has to be voided. */
  CAPTURE_FAILED,
  VOIDED,
  REFUNDED;

  /** Nothing is held any more, or never was. */
  boolean isGivenBack() {
    return this == DECLINED || this == VOIDED || this == REFUNDED;
  }
}
