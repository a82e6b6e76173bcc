package dev.orderflow.systemtests.simulation;

import dev.orderflow.notification.domain.Answer;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.mail.Delivery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The mail server: what it accepted it delivers, whatever we hear of it. */
final class PostOffice {

  /** How it takes a mail. */
  enum Mood {
    ACCEPTS,
    DEFERS,
    REFUSES,
    ACCEPTS_AND_HANGS_UP
  }

  private final Map<String, Integer> copies = new LinkedHashMap<>();
  private final Map<String, Integer> excused = new LinkedHashMap<>();

  void become(PostOffice other) {
    copies.putAll(other.copies);
    excused.putAll(other.excused);
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    return fingerprint.all(copies.entrySet()).all(excused.entrySet());
  }

  Delivery take(Notification mail, Mood mood) {
    return switch (mood) {
      case ACCEPTS -> accepted(mail);
      case DEFERS -> new Delivery.Deferred("451");
      case REFUSES -> new Delivery.Refused(new Answer.Failure("550", "no such user"));
      case ACCEPTS_AND_HANGS_UP -> {
        accepted(mail);
        excuseACopyOf(mail);
        yield new Delivery.Deferred("connection reset");
      }
    };
  }

  /** Its acceptance was not heard, or not recorded: it will be mailed again. */
  void excuseACopyOf(Notification mail) {
    excused.merge(mail.messageId(), 1, Integer::sum);
  }

  Set<String> messageIds() {
    return copies.keySet();
  }

  int mails() {
    return copies.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Copies beyond the first that nothing excuses. */
  int needlessCopies(String messageId) {
    return copies.get(messageId) - 1 - excused.getOrDefault(messageId, 0);
  }

  private Delivery accepted(Notification mail) {
    copies.merge(mail.messageId(), 1, Integer::sum);
    return new Delivery.Accepted();
  }
}
