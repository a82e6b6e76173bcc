package dev.orderflow.notification.domain;

/** Whom a notification waits for. */
public enum Awaited {
  /** It is answered. */
  NOBODY,
  MAIL_SERVER,
  /** The mail about the order's confirmation goes first. */
  OTHER_MAIL
}
