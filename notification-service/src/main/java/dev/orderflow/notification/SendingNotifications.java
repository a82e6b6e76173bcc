package dev.orderflow.notification;

import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.messaging.Work;
import dev.orderflow.notification.domain.Answer.Failure;
import dev.orderflow.notification.domain.Correspondence;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.Notifications;
import dev.orderflow.notification.domain.Notifications.Postponed;
import dev.orderflow.notification.mail.Delivery;
import dev.orderflow.notification.mail.OrderMail;
import dev.orderflow.notification.mail.SmtpConnections;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Mails what has been recorded, and records what the mail server made of it. A notification is
 * leased, mailed outside any transaction, and answered in one; what dies in between is mailed again
 * under the same Message-ID.
 */
@Service
class SendingNotifications implements Work<Mailing, Attempt> {

  private static final Logger log = LoggerFactory.getLogger(SendingNotifications.class);

  private final Notifications notifications;
  private final OrderMail orderMail;
  private final SmtpConnections mailServer;
  private final Outbox outbox;
  private final Tracing tracing;
  private final Clock clock;
  private final NotificationSettings settings;
  private final NotificationMetrics metrics;

  SendingNotifications(
      Notifications notifications,
      OrderMail orderMail,
      SmtpConnections mailServer,
      Outbox outbox,
      Tracing tracing,
      Clock clock,
      NotificationSettings settings,
      NotificationMetrics metrics) {
    this.notifications = notifications;
    this.orderMail = orderMail;
    this.mailServer = mailServer;
    this.outbox = outbox;
    this.tracing = tracing;
    this.clock = clock;
    this.settings = settings;
    this.metrics = metrics;
  }

  @Override
  public List<Mailing> claimDue(int limit) {
    long now = System.nanoTime();
    return mailings(notifications.leaseDue(limit, settings.lease()), now);
  }

  @Override
  public Attempt perform(Mailing mailing) {
    Notification notification = mailing.notification();
    return tracing.inSpan(
        "mail " + notification.kind(),
        notification.traceparent(),
        Map.of("orderId", notification.orderId().toString()),
        () -> new Attempt(notification, deliver(mailing), tracing.currentTraceparent()));
  }

  // Begun late, an exchange could outlive the lease, and the mail be sent by two.
  private Delivery deliver(Mailing mailing) {
    if (mailing.hasWaitedFor(settings.longestWaitForConnection())) {
      return new Delivery.Deferred("no connection was free");
    }
    try {
      return metrics.time(() -> mailServer.send(orderMail.write(mailing.notification())));
    } catch (RuntimeException e) {
      log.error("A mail failed unexpectedly", e);
      return new Delivery.Deferred(e.getClass().getSimpleName());
    }
  }

  @Override
  public boolean wasInVain(Attempt attempt) {
    return attempt.delivery() instanceof Delivery.Deferred;
  }

  @Override
  public List<Mailing> record(List<Attempt> attempts) {
    var locked =
        notifications.lock(attempts.stream().map(a -> a.notification().orderId()).toList());
    Correspondence correspondence = new Correspondence(locked.rows());
    List<Attempt> recorded = new ArrayList<>();
    List<Notification> answered = new ArrayList<>();
    List<Postponed> postponed = new ArrayList<>();
    for (Attempt attempt : attempts) {
      Notification pending = pending(correspondence, attempt.notification()).orElse(null);
      if (pending == null) continue;
      recorded.add(attempt);
      switch (attempt.delivery()) {
        case Delivery.Accepted _ -> answered.add(answer(correspondence, pending, null, attempt));
        case Delivery.Refused refused ->
            answered.add(answer(correspondence, pending, refused.failure(), attempt));
        case Delivery.Deferred deferred when isLast(attempt) ->
            answered.add(answer(correspondence, pending, undeliverable(deferred.error()), attempt));
        case Delivery.Deferred deferred -> postponed.add(postpone(attempt, deferred));
      }
    }
    outbox.write(notifications.answer(answered));
    notifications.postpone(postponed);
    AfterCommit.run(() -> metrics.count(recorded));
    return next(answered);
  }

  // A lease that ran out under a slow exchange makes two attempts: the second changes nothing.
  private static Optional<Notification> pending(Correspondence correspondence, Notification one) {
    return correspondence.find(one.orderId(), one.kind()).filter(Notification::isPending);
  }

  private Notification answer(
      Correspondence correspondence,
      Notification pending,
      @Nullable Failure failure,
      Attempt attempt) {
    Notification answered = correspondence.answer(pending, failure, clock.instant());
    answered.event().ifPresent(event -> outbox.append(event, attempt.traceparent()));
    return answered;
  }

  private boolean isLast(Attempt attempt) {
    return attempt.notification().attempts() >= settings.mostAttempts();
  }

  private static Failure undeliverable(String error) {
    return new Failure("UNDELIVERABLE", "given up: " + error);
  }

  private Postponed postpone(Attempt attempt, Delivery.Deferred deferred) {
    double jitter = ThreadLocalRandom.current().nextDouble();
    int attempts = attempt.notification().attempts();
    return new Postponed(
        attempt.notification(), settings.waitAfter(attempts, jitter), deferred.error());
  }

  private List<Mailing> next(List<Notification> answered) {
    long now = System.nanoTime();
    return mailings(notifications.leaseWaitingFor(answered, settings.lease()), now);
  }

  private static List<Mailing> mailings(List<Notification> leased, long now) {
    return leased.stream().map(one -> new Mailing(one, now)).toList();
  }
}
