package dev.orderflow.payment.domain;

/** A call that the provider can be asked for. */
public enum Operation {
  AUTHORIZE,
  CAPTURE,
  VOID,
  REFUND,
  /** Asks what became of an authorization that can no longer be repeated, or is not recorded. */
  LOOK_UP
}
