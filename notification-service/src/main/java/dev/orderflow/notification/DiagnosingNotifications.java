package dev.orderflow.notification;

import static java.util.stream.Collectors.joining;

import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.diagnosis.Diagnosing;
import dev.orderflow.http.diagnosis.Standing;
import dev.orderflow.http.diagnosis.Wait;
import dev.orderflow.notification.domain.Answer;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.Notifications;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says which mails about an order were sent, and what keeps the others. */
@Service
class DiagnosingNotifications implements Diagnosing {

  private final Notifications notifications;

  DiagnosingNotifications(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public Optional<Standing> standingOf(UUID orderId) {
    List<Notifications.Standing> mails = notifications.ofOrder(orderId);
    if (mails.isEmpty()) return Optional.empty();
    return Optional.of(
        new Standing(
            mails.stream().map(mail -> sentence(mail.notification())).collect(joining(" ")),
            mails.stream().flatMap(mail -> wait(mail).stream()).toList()));
  }

  private static String sentence(Notification mail) {
    Answer answer = mail.answer();
    String failure =
        answer == null || answer.failure() == null ? "" : " (" + answer.failure().code() + ")";
    return "The mail of the %s is %s%s.".formatted(what(mail.kind()), mail.state(), failure);
  }

  private static Optional<Wait> wait(Notifications.Standing mail) {
    return Optional.ofNullable(
        switch (mail.awaited()) {
          case NOBODY -> null;
          case MAIL_SERVER -> forTheMailServer(mail);
          case OTHER_MAIL -> forTheOtherMail(mail.notification());
        });
  }

  private static Wait forTheMailServer(Notifications.Standing mail) {
    Notification notification = mail.notification();
    return new Wait(
        Wait.MAIL_SERVER,
        "take the mail of the " + what(notification.kind()),
        notification.recordedAt(),
        notification.attempts(),
        mail.lastError(),
        mail.nextAttemptAt(),
        null);
  }

  private static Wait forTheOtherMail(Notification notification) {
    String what = "mail the confirmation first, then the " + what(notification.kind());
    return Wait.of(EventSource.NOTIFICATION_SERVICE, what, notification.recordedAt());
  }

  private static String what(NotificationKind kind) {
    return switch (kind) {
      case ORDER_CONFIRMED -> "confirmation";
      case ORDER_CANCELLED -> "cancellation";
    };
  }
}
