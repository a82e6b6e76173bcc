package dev.orderflow.notification.mail;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.util.Collections;
import java.util.Date;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Mail} as it travels: text first, HTML as the better alternative. The library writes the
 * headers; the body is written here, because the library looks for its service providers on the
 * whole class path several times a mail, which costs more than everything else about the mail.
 */
final class MimeMail extends MimeMessage {

  /** Neither part can hold it: it is not quoted-printable. */
  private static final String BOUNDARY = "=_alternative_=";

  private final Mail mail;
  private final BooleanSupplier tooLate;

  private MimeMail(Session session, Mail mail, BooleanSupplier tooLate) {
    super(session);
    this.mail = mail;
    this.tooLate = tooLate;
  }

  /**
   * @param tooLate asked when the server is ready for the content
   * @throws AddressException if the recipient's is not a mail address
   */
  static MimeMail of(Mail mail, InternetAddress from, Session session, BooleanSupplier tooLate)
      throws MessagingException {
    MimeMail mime = new MimeMail(session, mail, tooLate);
    mime.setFrom(from);
    mime.setRecipient(RecipientType.TO, recipient(mail));
    mime.setSubject(mail.subject(), UTF_8.name());
    mime.setSentDate(Date.from(mail.date()));
    mime.setHeader("Message-ID", mail.messageId());
    // No vacation responder is to answer it (RFC 3834).
    mime.setHeader("Auto-Submitted", "auto-generated");
    mime.setHeader("MIME-Version", "1.0");
    mime.setHeader("Content-Type", "multipart/alternative; boundary=\"" + BOUNDARY + '"');
    return mime;
  }

  private static InternetAddress recipient(Mail mail) throws AddressException {
    InternetAddress address = new InternetAddress(mail.address(), true);
    if (!isPlain(mail.address())) throw new AddressException("not one plain address");
    try {
      // What looks like an encoded word would be decoded by the mail program that shows it.
      address.setPersonal(mail.recipient().replace("=?", "= ?"), UTF_8.name());
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

  @Override
  public void writeTo(OutputStream out, String @Nullable [] ignored)
      throws IOException, MessagingException {
    // The last moment: without its end the server forgets a mail. An instance that was paused for
    // longer than its lease would send what another has sent meanwhile.
    if (tooLate.getAsBoolean()) throw new InterruptedIOException("too late");
    for (String header : Collections.list(getNonMatchingHeaderLines(ignored))) {
      out.write(ascii(header + "\r\n"));
    }
    writePart(out, "plain", mail.text());
    writePart(out, "html", mail.html());
    out.write(ascii("\r\n--" + BOUNDARY + "--\r\n"));
    out.flush();
  }

  private static void writePart(OutputStream out, String subtype, String text) throws IOException {
    out.write(ascii("\r\n--" + BOUNDARY + "\r\n"));
    out.write(ascii("Content-Type: text/" + subtype + "; charset=UTF-8\r\n"));
    out.write(ascii("Content-Transfer-Encoding: quoted-printable\r\n\r\n"));
    out.write(QuotedPrintable.encode(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
