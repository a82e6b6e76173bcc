package dev.orderflow.payment.domain;

/** What is known to be true at the provider. */
public enum PaymentState {
  /** No answer yet: nothing may be held, or the full amount. */
  NEW,
  /** The full amount is held. */
  AUTHORIZED,
  /** The authorization was refused for good; nothing is held. */
  DECLINED,
  CAPTURED,
  /** The capture was refused for good; the authorization may still be held. */
  CAPTURE_FAILED,
  /** Nothing is held any more, or never was. */
  VOIDED,
  REFUNDED
}
