package dev.orderflow.notification.mail;

import dev.orderflow.notification.domain.Answer.Failure;

/** What came of an attempt to hand a mail to the mail server. */
public sealed interface Delivery {

  /** The mail server is responsible for it now. */
  record Accepted() implements Delivery {}

  /** It will never take this mail for this recipient. */
  record Refused(Failure failure) implements Delivery {}

  /**
   * To be tried again; the mail may have arrived nonetheless.
   *
   * @param error names nobody
   */
  record Deferred(String error) implements Delivery {}
}
