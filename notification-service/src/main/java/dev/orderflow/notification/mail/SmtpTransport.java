package dev.orderflow.notification.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * The library's, which asks for a reset after each refusal before it tells of it. A server that
 * hangs up on that would make of a mail that was refused for good one that is tried again for days.
 */
final class SmtpTransport extends SMTPTransport {

  private static final String RESET = "RSET";

  /**
   * @param protocol {@code smtp} or {@code smtps}
   */
  SmtpTransport(Session session, String protocol) {
    super(
        session,
        new URLName(protocol, null, -1, null, null, null),
        protocol,
        protocol.equals("smtps"));
  }

  @Override
  public synchronized void issueCommand(String command, int expected) throws MessagingException {
    try {
      super.issueCommand(command, expected);
    } catch (MessagingException e) {
      if (!command.equals(RESET)) throw e;
      hangUp();
    }
  }

  private void hangUp() {
    try {
      close();
    } catch (MessagingException e) {
      // It is gone, which is what was wanted.
    }
  }
}
