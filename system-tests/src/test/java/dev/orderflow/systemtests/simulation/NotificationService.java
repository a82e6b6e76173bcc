package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.notification.domain.Answer;
import dev.orderflow.notification.domain.Correspondence;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.mail.Delivery;
import dev.orderflow.notification.messaging.Listener;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Records and mails what customers have to be told, as {@code RecordingNotifications} and {@code
 * SendingNotifications} do.
 */
final class NotificationService
    extends WorkingService<Notification, PostOffice.Mood, NotificationService.Attempt> {

  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration RETRY = Duration.ofSeconds(60);

  /** What came of an attempt. */
  record Attempt(Notification notification, Delivery delivery, Instant leasedUntil) {}

  /** A row: due is null when it waits for another one, or for nothing any more. */
  record Row(Notification notification, Instant due) {}

  /** Of a row. */
  record Key(UUID orderId, NotificationKind kind) {

    static Key of(Notification notification) {
      return new Key(notification.orderId(), notification.kind());
    }
  }

  final Table<Key, Row> notifications = Table.ofValues();

  NotificationService(World world) {
    super(world, EventSource.NOTIFICATION_SERVICE, PostOffice.Mood.class);
  }

  void become(NotificationService other) {
    super.become(other);
    notifications.become(other.notifications);
  }

  @Override
  List<Table<?, ?>> tables() {
    return List.of(notifications);
  }

  @Override
  void handle(List<EventEnvelope<?>> batch, Transaction transaction) {
    Correspondence correspondence = correspondence(orderIds(batch));
    for (EventEnvelope<?> event : batch) {
      NotificationKind kind = Listener.kindOf((OrderEvent) event.data());
      if (kind == null) continue;
      correspondence
          .find(event.orderId(), kind)
          .filter(_ -> !world.has(Bug.WHAT_WAS_MAILED_IS_FORGOTTEN))
          .ifPresentOrElse(
              known -> repeat(known, event, transaction),
              () -> begin(kind, event, correspondence, transaction));
    }
  }

  private void repeat(Notification known, EventEnvelope<?> event, Transaction transaction) {
    if (known.isContradictedBy((OrderEvent) event.data()))
      park(event, new IllegalStateException("recorded with another content"));
    known.event().ifPresent(transaction::state);
  }

  @SuppressWarnings("unchecked")
  private void begin(
      NotificationKind kind,
      EventEnvelope<?> event,
      Correspondence correspondence,
      Transaction transaction) {
    var cause = (EventEnvelope<? extends OrderEvent>) event;
    if (correspondence.isForbidden(cause))
      park(event, new IllegalStateException("cancelled without a confirmation"));
    Notification notification = Notification.of(kind, cause, "orderflow.example", null, clock());
    if (correspondence.add(notification)) store(notification, null, transaction);
    else lease(notification, transaction);
  }

  @Override
  boolean isDue() {
    return notifications.views().stream().anyMatch(this::isDue);
  }

  private boolean isDue(Row row) {
    return row.due != null && !row.due.isAfter(world.now);
  }

  @Override
  void leaseDue() {
    transaction(transaction ->
        notifications.views().stream()
            .filter(this::isDue)
            .forEach(row -> lease(row.notification, transaction)));
  }

  @Override
  Attempt perform(Leased<Notification> work, PostOffice.Mood mood) {
    Instant latestBegin = work.until().minus(LEASE.dividedBy(6).multipliedBy(5));
    if (world.now.isAfter(latestBegin))
      return new Attempt(
          work.work(), new Delivery.Deferred("no connection was free"), work.until());
    Broken.unless(
        work.work().kind() == NotificationKind.ORDER_CONFIRMED || !mustWait(work.work().orderId()),
        "N1",
        work.work().orderId(),
        "the cancellation is mailed before the confirmation");
    Delivery delivery = world.postOffice.take(work.work(), mood);
    world.tell(work.work().orderId(), "the mail server:", mood, work.work().kind());
    return new Attempt(work.work(), delivery, work.until());
  }

  // Not for a confirmation that was lost and is heard after its cancellation. The table has its
  // rows in the order in which they were recorded.
  private boolean mustWait(UUID orderId) {
    return notifications.views().stream()
        .map(Row::notification)
        .filter(it -> it.orderId().equals(orderId))
        .findFirst()
        .filter(first -> first.kind() == NotificationKind.ORDER_CONFIRMED && first.isPending())
        .isPresent();
  }

  @Override
  void forget(Attempt attempt) {
    super.forget(attempt);
    excuseACopyOf(attempt);
  }

  @Override
  void record(Attempt attempt, Transaction transaction) {
    Notification leasedOne = attempt.notification;
    if (!world.now.isBefore(attempt.leasedUntil)) excuseACopyOf(attempt);
    Correspondence correspondence = correspondence(List.of(leasedOne.orderId()));
    Optional<Notification> pending =
        correspondence.find(leasedOne.orderId(), leasedOne.kind()).filter(Notification::isPending);
    if (pending.isEmpty()) return;
    switch (attempt.delivery) {
      case Delivery.Accepted _ -> answer(correspondence, pending.get(), null, transaction);
      case Delivery.Refused refused ->
          answer(correspondence, pending.get(), refused.failure(), transaction);
      case Delivery.Deferred _ -> postpone(leasedOne, pending.get(), transaction);
    }
  }

  private void answer(
      Correspondence correspondence,
      Notification pending,
      Answer.Failure failure,
      Transaction transaction) {
    Notification answered = correspondence.answer(pending, failure, clock());
    store(answered, null, transaction);
    answered.event().ifPresent(transaction::state);
    if (answered.kind() != NotificationKind.ORDER_CONFIRMED) return;
    correspondence
        .find(answered.orderId(), NotificationKind.ORDER_CANCELLED)
        .filter(Notification::isPending)
        .filter(waiting -> notifications.view(Key.of(waiting)).due == null)
        .ifPresent(waiting -> lease(waiting, transaction));
  }

  // One that was leased again meanwhile is left alone.
  private void postpone(Notification leasedOne, Notification pending, Transaction transaction) {
    if (leasedOne.attempts() == pending.attempts())
      store(pending, world.now.plus(RETRY), transaction);
  }

  // The answer to an accepted mail is not recorded, or so late that another instance mailed it too.
  private void excuseACopyOf(Attempt attempt) {
    if (attempt.delivery instanceof Delivery.Accepted)
      world.postOffice.excuseACopyOf(attempt.notification);
  }

  private void lease(Notification notification, Transaction transaction) {
    Instant until = world.now.plus(LEASE);
    store(notification.leased(), until, transaction);
    transaction.afterCommit(() -> leased.add(new Leased<>(notification.leased(), until)));
  }

  private void store(Notification notification, Instant due, Transaction transaction) {
    transaction.store(notifications, Key.of(notification), new Row(notification, due));
  }

  private Correspondence correspondence(List<UUID> orderIds) {
    return new Correspondence(
        notifications.views().stream()
            .map(Row::notification)
            .filter(it -> orderIds.contains(it.orderId()))
            .toList());
  }
}
