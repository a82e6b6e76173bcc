package dev.orderflow.localstack.inbox;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.text.Normalizer;
import java.util.Properties;

/** Sends mails as a shop would, over one connection a call. */
record TestSender(int port) {

  void send(String to, String subject, String text) throws MessagingException {
    try (var transport = connect()) {
      send(transport, to, subject, text, 1);
    }
  }

  void send(int mails, String to) throws MessagingException {
    try (var transport = connect()) {
      for (var number = 1; number <= mails; number++) {
        send(transport, to, "Mail " + number, "Dear customer", number);
      }
    }
  }

  private Transport connect() throws MessagingException {
    var transport = session().getTransport("smtp");
    transport.connect("localhost", port, null, null);
    return transport;
  }

  private void send(Transport transport, String to, String subject, String text, int number)
      throws MessagingException {
    var plain = new MimeBodyPart();
    plain.setText(text, "UTF-8");
    var html = new MimeBodyPart();
    html.setContent("<p>" + text + "</p>", "text/html; charset=UTF-8");
    var mail = new MimeMessage(session());
    mail.setFrom("Shop <shop@example.com>");
    mail.setRecipient(RecipientType.TO, new InternetAddress(to));
    mail.setSubject(subject, "UTF-8");
    mail.setContent(new MimeMultipart("alternative", plain, html));
    mail.saveChanges();
    mail.setHeader("Message-ID", "<" + plainWord(subject) + "." + number + "@example.com>");
    transport.sendMessage(mail, mail.getAllRecipients());
  }

  private static String plainWord(String subject) {
    return Normalizer.normalize(subject, Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[^A-Za-z0-9-]+", ".");
  }

  private static Session session() {
    return Session.getInstance(new Properties());
  }
}
