package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UnsupportedEncodingException;
import java.util.Date;

/** A {@link Mail} as it travels: headers encoded, text first, HTML as the better alternative. */
final class MimeMail extends MimeMessage {

  private final String messageId;

  private MimeMail(Session session, String messageId) {
    super(session);
    this.messageId = messageId;
  }

  /**
   * @throws AddressException if the recipient's is not a mail address
   */
  static MimeMail of(Mail mail, InternetAddress from, Session session) throws MessagingException {
    MimeMail mime = new MimeMail(session, mail.messageId());
    mime.setFrom(from);
    mime.setRecipient(RecipientType.TO, recipient(mail));
    mime.setSubject(mail.subject(), UTF_8.name());
    mime.setSentDate(Date.from(mail.date()));
    // No vacation responder is to answer it (RFC 3834).
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setContent(
        new MimeMultipart("alternative", part(mail.text(), "plain"), part(mail.html(), "html")));
    mime.saveChanges();
    return mime;
  }

  private static InternetAddress recipient(Mail mail) throws AddressException {
    InternetAddress address = new InternetAddress(mail.address(), true);
    if (!isPlain(mail.address())) throw new AddressException("not one plain address");
    try {
      address.setPersonal(mail.recipient(), UTF_8.name());
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException(e);
    }
    return address;
  }

  // Without a name, a group, a comment or a second address, and in the ASCII that every server
  // takes.
  private static boolean isPlain(String address) {
    return address.chars().allMatch(c -> c > ' ' && c < 0x7f)
        && address.indexOf('@') > 0
        && address.chars().noneMatch(c -> "()<>,;:\\\"[]".indexOf(c) >= 0);
  }

  private static MimeBodyPart part(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8.name(), subtype);
    return part;
  }

  /** Called while the mail is saved: ours stays. */
  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", messageId);
  }
}
