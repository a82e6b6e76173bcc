package dev.orderflow.notification;

import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.KeyOrder;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.ReceivedEvent;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.messaging.Workers;
import dev.orderflow.notification.domain.Correspondence;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.Notifications;
import dev.orderflow.notification.domain.Notifications.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records what customers have to be told, in the transaction of the batch: one locking read, one
 * write. As many as the workers have room for are leased at once and mailed after the commit.
 */
@Service
public class RecordingNotifications {

  private final Notifications notifications;
  private final Workers<Mailing, Attempt> workers;
  private final Outbox outbox;
  private final Tracing tracing;
  private final NotificationSettings settings;

  RecordingNotifications(
      Notifications notifications,
      Workers<Mailing, Attempt> workers,
      Outbox outbox,
      Tracing tracing,
      NotificationSettings settings) {
    this.notifications = notifications;
    this.workers = workers;
    this.outbox = outbox;
    this.tracing = tracing;
    this.settings = settings;
  }

  /**
   * @param kindOf which mail an event asks for; null for none
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(EventBatch batch, Function<OrderEvent, @Nullable NotificationKind> kindOf) {
    var locked = notifications.lock(orderIds(batch, kindOf));
    var correspondence = new Correspondence(locked.rows());
    var recorded = new Recording(workers.room(), locked.at());
    batch.forEach(received -> {
      NotificationKind kind = kindOf.apply((OrderEvent) received.event());
      if (kind == null) {
        received.ignore();
      } else {
        correspondence
            .find(received.orderId(), kind)
            .ifPresentOrElse(
                known -> repeat(known, received),
                () -> begin(kind, received, correspondence, recorded));
      }
    });
    outbox.write(notifications.insert(recorded.inKeyOrder()));
    AfterCommit.run(() -> mail(recorded));
  }

  // Of those that ask for a mail: half of the events, those of new orders, ask for none.
  private static List<UUID> orderIds(
      EventBatch batch, Function<OrderEvent, @Nullable NotificationKind> kindOf) {
    return batch.events().stream()
        .filter(received -> kindOf.apply((OrderEvent) received.event()) != null)
        .map(ReceivedEvent::orderId)
        .distinct()
        .toList();
  }

  private void repeat(Notification known, ReceivedEvent received) {
    if (notifications.withContent(known).isContradictedBy((OrderEvent) received.event())) {
      throw Refusal.contradiction("recorded with another content");
    }
    received.ignore();
    known.event().ifPresent(outbox::append);
  }

  @SuppressWarnings("unchecked")
  private void begin(
      NotificationKind kind,
      ReceivedEvent received,
      Correspondence correspondence,
      Recording recorded) {
    var cause = (EventEnvelope<? extends OrderEvent>) received.envelope();
    if (correspondence.isForbidden(cause)) {
      throw Refusal.forbidden("confirmed, but cancelled without a confirmation");
    }
    String traceparent = tracing.currentTraceparent();
    recorded.add(
        correspondence, Notification.of(kind, cause, settings.domain(), traceparent, recorded.at));
  }

  private void mail(Recording recorded) {
    workers.submit(recorded.leased);
    if (recorded.leased.size() < recorded.rows.size()) workers.wake();
  }

  /** The rows of a batch: as many as there is room for are leased as they are made. */
  private final class Recording {

    private static final Comparator<Notification> KEY =
        Comparator.comparing(Notification::orderId, KeyOrder.OF_UUIDS)
            .thenComparing(Notification::kind);

    final List<Recorded> rows = new ArrayList<>();
    final List<Mailing> leased = new ArrayList<>();
    private final int room;
    private final Instant at;
    private final long now = System.nanoTime();

    Recording(int room, Instant at) {
      this.room = room;
      this.at = at;
    }

    void add(Correspondence correspondence, Notification notification) {
      if (correspondence.add(notification)) {
        rows.add(new Recorded(notification, null));
      } else if (leased.size() < room) {
        leased.add(new Mailing(notification.leased(), now));
        rows.add(new Recorded(notification.leased(), settings.lease()));
      } else {
        rows.add(new Recorded(notification, Duration.ZERO));
      }
    }

    List<Recorded> inKeyOrder() {
      return rows.stream().sorted(Comparator.comparing(Recorded::notification, KEY)).toList();
    }
  }
}
