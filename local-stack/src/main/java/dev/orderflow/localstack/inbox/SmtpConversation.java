package dev.orderflow.localstack.inbox;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One client's commands and our answers (RFC 5321), with the faults in force when each is answered.
 */
final class SmtpConversation {

  /** A client that is silent for longer has gone without saying so. */
  private static final int IDLE_MILLIS = 300_000;

  private static final int MAX_MAIL_BYTES = 10_000_000;
  private static final int MAX_RECIPIENTS = 100;
  private static final Pattern ADDRESS =
      Pattern.compile("^(?:FROM|TO):\\s*<([^>]*)>.*", Pattern.CASE_INSENSITIVE);

  private final SmtpServer server;
  private final MailStore mails;
  private final SmtpLines lines;
  private final OutputStream output;
  private final List<String> recipients = new ArrayList<>();
  private @Nullable String sender;
  private boolean over;

  SmtpConversation(Socket connection, SmtpServer server, MailStore mails) throws IOException {
    connection.setSoTimeout(IDLE_MILLIS);
    connection.setTcpNoDelay(true);
    this.server = server;
    this.mails = mails;
    this.lines = new SmtpLines(connection.getInputStream());
    this.output = connection.getOutputStream();
  }

  /** Returns when either side has ended it. */
  void hold() throws IOException {
    greet();
    while (!over) {
      var words = lines.command().split(" ", 2);
      var argument = words.length > 1 ? words[1] : "";
      switch (words[0].toUpperCase(Locale.ROOT)) {
        case "EHLO" ->
            hello(
                "250-inbox\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250-PIPELINING\r\n250 SIZE "
                    + MAX_MAIL_BYTES);
        case "HELO" -> hello("250 inbox");
        case "MAIL" -> from(argument);
        case "RCPT" -> to(argument);
        case "DATA" -> data();
        case "RSET" -> hello("250 OK");
        case "NOOP" -> say("250 OK");
        case "VRFY" -> say("252 Send it and see");
        case "QUIT" -> leave("221 Bye");
        default -> say("502 5.5.1 Command not known");
      }
    }
  }

  private void greet() throws IOException {
    var greeting = server.faults().greeting();
    if (greeting == null) {
      say("220 inbox ESMTP");
    } else {
      leave(greeting);
    }
  }

  private void hello(String answer) throws IOException {
    forget();
    say(answer);
  }

  private void from(String argument) throws IOException {
    var address = ADDRESS.matcher(argument);
    if (!address.matches()) {
      say("501 5.5.4 MAIL FROM:<address>");
    } else if (sender != null) {
      say("503 5.5.1 There is a sender already");
    } else {
      sender = address.group(1);
      say("250 OK");
    }
  }

  private void to(String argument) throws IOException {
    var address = ADDRESS.matcher(argument);
    if (sender == null) {
      say("503 5.5.1 MAIL first");
    } else if (!address.matches() || address.group(1).isEmpty()) {
      say("501 5.5.4 RCPT TO:<address>");
    } else if (recipients.size() == MAX_RECIPIENTS) {
      say("452 4.5.3 Too many recipients");
    } else {
      recipient(address.group(1));
    }
  }

  private void recipient(String recipient) throws IOException {
    var faults = server.faults();
    var slow = faults.slow();
    if (slow != null && slow.concerns(recipient)) {
      pause(slow.millis());
    }
    var reject = faults.reject();
    if (reject != null && reject.concerns(recipient)) {
      say(reject.answer());
    } else if (faults.greylist() && server.isFirstAttemptFor(recipient)) {
      say("451 4.7.1 Greylisted, come again");
    } else {
      recipients.add(recipient);
      say("250 OK");
    }
  }

  private void data() throws IOException {
    if (sender == null || recipients.isEmpty()) {
      say("503 5.5.1 RCPT first");
      return;
    }
    say("354 Go on, and end with a dot");
    receive(lines.mail(MAX_MAIL_BYTES), sender);
    forget();
  }

  private void receive(byte[] mail, String from) throws IOException {
    if (mail.length == 0) {
      say("552 5.3.4 The mail is empty or too large");
      return;
    }
    var drop = server.faults().drop();
    if (drop != null && recipients.stream().anyMatch(drop::concerns) && server.dropsNow(drop)) {
      if (drop.stored()) {
        mails.add(mail, from, List.copyOf(recipients));
      }
      over = true;
      return;
    }
    mails.add(mail, from, List.copyOf(recipients));
    say("250 OK");
  }

  private void forget() {
    sender = null;
    recipients.clear();
  }

  private void leave(String farewell) throws IOException {
    over = true;
    say(farewell);
  }

  private void say(String answer) throws IOException {
    output.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
    output.flush();
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException("Interrupted while being slow", e);
    }
  }
}
