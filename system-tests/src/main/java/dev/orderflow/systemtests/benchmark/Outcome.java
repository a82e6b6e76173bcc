package dev.orderflow.systemtests.benchmark;

/** How an order must end. */
enum Outcome {
  CONFIRMED("CONFIRMED", ""),
  OUT_OF_STOCK("CANCELLED", "OUT_OF_STOCK"),
  PAYMENT_DECLINED("CANCELLED", "PAYMENT_DECLINED"),
  CUSTOMER_REQUEST("CANCELLED", "CUSTOMER_REQUEST");

  final String status;

  /** The reason of the cancellation; empty when confirmed. */
  final String reason;

  Outcome(String status, String reason) {
    this.status = status;
    this.reason = reason;
  }
}
