package dev.orderflow.notification;

import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.messaging.DatabaseGauges;
import dev.orderflow.notification.domain.Notifications;
import dev.orderflow.notification.domain.Notifications.Backlog;
import dev.orderflow.notification.mail.Delivery;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What an operator asks first: are mails sent, does anything wait, how does the mail server behave.
 */
@Component
class NotificationMetrics {

  /** Counting stops here: more than this is a number that nobody needs exactly. */
  private static final int MOST_COUNTED = 10_000;

  /** A mail server that greylists takes the mail within minutes. */
  private static final Duration STUCK = Duration.ofMinutes(10);

  private final MeterRegistry registry;

  NotificationMetrics(MeterRegistry registry, DatabaseGauges gauges, Notifications notifications) {
    this.registry = registry;
    // What is first seen at one has not increased, for who watches.
    for (NotificationKind kind : NotificationKind.values()) {
      Stream.of("accepted", "refused", "deferred").forEach(result -> mails(kind, result));
    }
    Supplier<Backlog> backlog = () -> notifications.backlog(STUCK, MOST_COUNTED);
    gauges.register(
        registry,
        "orderflow.notifications.pending",
        "Mails to be sent",
        () -> backlog.get().pending());
    gauges.register(
        registry,
        "orderflow.notifications.stuck",
        "Those of them that have waited for ten minutes",
        () -> backlog.get().stuck());
    gauges.register(
        registry,
        "orderflow.notifications.oldest.seconds",
        "How long the oldest of them has waited",
        () -> backlog.get().oldestSeconds());
  }

  /** Times an exchange with the mail server. */
  Delivery time(Supplier<Delivery> exchange) {
    Timer.Sample sample = Timer.start(registry);
    Delivery delivery = exchange.get();
    sample.stop(registry.timer("orderflow.smtp.attempts", "result", result(delivery)));
    return delivery;
  }

  /** Counts attempts that have been recorded. */
  void count(List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      mails(attempt.notification().kind(), result(attempt.delivery())).increment();
    }
  }

  private Counter mails(NotificationKind kind, String result) {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return registry.counter("orderflow.mails", "kind", name, "result", result);
  }

  private static String result(Delivery delivery) {
    return switch (delivery) {
      case Delivery.Accepted _ -> "accepted";
      case Delivery.Refused _ -> "refused";
      case Delivery.Deferred _ -> "deferred";
    };
  }
}
