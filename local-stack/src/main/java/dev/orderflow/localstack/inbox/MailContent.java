package dev.orderflow.localstack.inbox;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The first text part and the first HTML part of a mail, empty where there is none. */
record MailContent(String text, String html) {

  static MailContent of(byte[] source) {
    try {
      var session = Session.getInstance(new Properties());
      var message = new MimeMessage(session, new ByteArrayInputStream(source));
      return new MailContent(first(message, "text/plain"), first(message, "text/html"));
    } catch (MessagingException | IOException e) {
      return new MailContent(new String(source, StandardCharsets.UTF_8), "");
    }
  }

  private static String first(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
      return firstIn(parts, type);
    }
    return part.isMimeType(type) ? String.valueOf(part.getContent()) : "";
  }

  private static String firstIn(Multipart parts, String type)
      throws MessagingException, IOException {
    for (var index = 0; index < parts.getCount(); index++) {
      var found = first(parts.getBodyPart(index), type);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }
}
