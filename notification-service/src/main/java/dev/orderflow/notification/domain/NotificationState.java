package dev.orderflow.notification.domain;

/** How far a notification is. */
public enum NotificationState {
  /** Recorded; its mail is sent, and sent again, until the mail server decides. */
  PENDING,
  /** The mail server took the mail. Final. */
  SENT,
  /** The mail server refused the mail for good. Final. */
  FAILED
}
