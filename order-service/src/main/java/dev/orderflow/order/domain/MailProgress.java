package dev.orderflow.order.domain;

/** What notification-service has said about the mail on one outcome. */
public enum MailProgress {
  AWAITED,
  SENT,
  /** Refused for good; nobody waits for it any more. */
  FAILED
}
