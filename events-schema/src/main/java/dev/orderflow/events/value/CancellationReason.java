package dev.orderflow.events.value;

/** Why an order was cancelled. */
public enum CancellationReason {
  /** At least one SKU was short. */
  OUT_OF_STOCK,
  /** The provider refused to authorize the payment. */
  PAYMENT_DECLINED,
  /**
   * The customer asked for it, before the confirmation or within the cancellation window after it.
   */
  CUSTOMER_REQUEST,
  /** Stock or payment did not answer before the deadline. */
  EXPIRED,
  /** Confirmed, but then the provider refused the capture for good. */
  PAYMENT_CAPTURE_FAILED
}
