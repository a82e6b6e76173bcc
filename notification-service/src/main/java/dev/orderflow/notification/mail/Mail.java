package dev.orderflow.notification.mail;

import java.time.Instant;

/**
 * A mail to one person.
 *
 * @param messageId with its angle brackets
 * @param recipient a name, one line of any text
 * @param address of the recipient, not yet known to be one
 * @param subject one line of any text
 */
public record Mail(
    String messageId,
    Instant date,
    String recipient,
    String address,
    String subject,
    String html,
    String text) {

  /** Says nothing about the person: what is printed may end in a log. */
  @Override
  public String toString() {
    return "Mail[%s]".formatted(messageId);
  }
}
