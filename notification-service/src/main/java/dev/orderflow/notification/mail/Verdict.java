package dev.orderflow.notification.mail;

import dev.orderflow.notification.domain.Answer.Failure;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a refusal of this mail from trouble that is ours or the server's. An enhanced status (RFC
 * 3463) that names the recipient's address or mailbox is for good; without one only a 55x reply to
 * the recipient or to the content is, and not even that where it complains about our sender, our
 * account, our set-up or the server's own state, or every customer's mail would be lost to one
 * wrong setting.
 */
final class Verdict {

  private static final String END_OF_CONTENT = ".";

  private static final Pattern ENHANCED =
      Pattern.compile("^\\d{3}[ -](\\d\\.(\\d{1,3})\\.\\d{1,3})\\b");
  private static final Pattern ABOUT_RECIPIENT =
      Pattern.compile("5\\.1\\.(?:[1236]|10)|5\\.2\\.[12]");

  /** Its state, the protocol, or (5.4.5) that more is sent than it takes. */
  private static final Pattern ABOUT_SERVER = Pattern.compile("5\\.[35]\\.\\d+|5\\.4\\.5");

  private static final Pattern ABOUT_OUR_SENDER = Pattern.compile("\\d\\.1\\.[78]");

  /** What servers write who name no status for it, or the same as for spam. */
  private static final Pattern SPEAKS_OF_US =
      Pattern.compile(
          "relay|sender|send ?as|client host|from address|not verified|authenticat|suspended"
              + "|(?:allowed|authori[sz]ed|permitted) to send"
              + "|(?:sending|message|mail|daily|hourly|rate) (?:limit|quota)|limit exceeded",
          Pattern.CASE_INSENSITIVE);

  private Verdict() {}

  static Delivery on(MessagingException failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (e instanceof SMTPAddressFailedException refused) {
        String text = without(refused.getAddress().getAddress(), refused.getMessage());
        return judged(refused.getReturnCode(), text, "RCPT");
      }
      if (e instanceof SMTPSendFailedException refused && isAboutContent(refused.getCommand())) {
        if (isTaken(refused)) return new Delivery.Accepted();
        return judged(refused.getReturnCode(), String.valueOf(refused.getMessage()), "DATA");
      }
    }
    return new Delivery.Deferred(summary(failure));
  }

  /** Whether the recipient was declined, for now or for good: that alone ends no connection. */
  static boolean isAboutRecipient(MessagingException failure) {
    for (Exception e = failure; e instanceof MessagingException m; e = m.getNextException()) {
      if (e instanceof SMTPAddressFailedException declined) {
        // Without a code there was no answer, or none that is SMTP.
        return declined.getReturnCode() > 0 && declined.getReturnCode() != 421;
      }
    }
    return false;
  }

  private static boolean isAboutContent(@Nullable String command) {
    return command != null && (command.equals(END_OF_CONTENT) || command.startsWith("DATA"));
  }

  // The library knows no reply to the mail but 250; any other of these is a promise too.
  private static boolean isTaken(SMTPSendFailedException answered) {
    int code = answered.getReturnCode();
    return answered.getCommand().equals(END_OF_CONTENT) && code >= 200 && code <= 299;
  }

  private static Delivery judged(int code, String text, String command) {
    Matcher enhanced = ENHANCED.matcher(text);
    String status = enhanced.find() ? enhanced.group(1) : "";
    if (code < 0) return new Delivery.Deferred("no answer to " + command);
    String reply = (code + " " + status).strip() + " to " + command;
    return isForGood(code, status, text)
        ? new Delivery.Refused(new Failure(String.valueOf(code), "refused with " + reply))
        : new Delivery.Deferred(reply);
  }

  private static boolean isForGood(int code, String status, String text) {
    if (code >= 500 && ABOUT_RECIPIENT.matcher(status).matches()) return true;
    boolean aboutThisMail = code >= 550 && code <= 554;
    boolean aboutServer = ABOUT_SERVER.matcher(status).matches();
    boolean aboutUs =
        ABOUT_OUR_SENDER.matcher(status).matches() || SPEAKS_OF_US.matcher(text).find();
    return aboutThisMail && !aboutServer && !aboutUs;
  }

  private static String without(String address, @Nullable String text) {
    return text == null ? "" : text.replace(address, "");
  }

  // Never the message: servers like to repeat the address in it.
  private static String summary(MessagingException failure) {
    if (failure instanceof AuthenticationFailedException) return "not authenticated";
    if (failure instanceof SMTPSendFailedException refused) {
      return refused.getReturnCode() + " to " + verb(refused.getCommand());
    }
    Exception cause = failure.getNextException();
    return (cause == null ? failure : cause).getClass().getSimpleName();
  }

  private static String verb(@Nullable String command) {
    return command == null ? "?" : command.split("[ :]", 2)[0];
  }
}
