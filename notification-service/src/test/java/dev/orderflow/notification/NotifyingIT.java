package dev.orderflow.notification;

import static dev.orderflow.events.value.CancellationReason.OUT_OF_STOCK;
import static dev.orderflow.events.value.NotificationKind.ORDER_CANCELLED;
import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.notification.PlacedOrder.NOON;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.jdbc.Change;
import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.messaging.Workers;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.Notifications;
import dev.orderflow.notification.domain.Notifications.Recorded;
import dev.orderflow.notification.mail.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class NotifyingIT extends RunningNotifications {

  @Autowired private Notifications notifications;
  @Autowired private SendingNotifications sending;
  @Autowired private TransactionTemplate transaction;

  @Test
  void mailsTheCustomerOnceAndSaysSo() {
    var order = PlacedOrder.any();

    topics.tell(order.created(), order.confirmed());
    var sent = awaitAnswers(order.id(), 1);

    JsonNode mail = mailbox.only(order.email());
    assertThat(mail.at("/Subject").asString()).isEqualTo("Your order A-1 is confirmed");
    assertThat(mail.at("/MessageID").asString()).isEqualTo(order.id() + ".confirmed@shop.example");
    assertThat(mail.at("/Text").asString()).contains("Total: 38.70 EUR");
    assertThat(sent).hasSize(1);
    assertThat(sent.getFirst().data())
        .isEqualTo(
            new NotificationSent(
                order.id(), ORDER_CONFIRMED, "<" + order.id() + ".confirmed@shop.example>"));
    assertThat(sent.getFirst().sequence()).isEqualTo(1);
    assertThat(sent.getFirst().causationId()).isEqualTo(order.confirmed().id());
  }

  @Test
  void givesAMailUpThatWasTriedForDays() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.rejecting(order.email(), "450 4.1.2 Domain not found"));
    topics.tell(order.created(), order.confirmed());
    await().until(() -> attemptsFor(order) > 0);

    jdbc.update("update notification set attempts = 9999 where order_id = ?", order.id());
    var answer = (NotificationFailed) awaitAnswers(order.id(), 1).getFirst().data();

    assertThat(answer.code()).isEqualTo("UNDELIVERABLE");
    assertThat(answer.detail()).isEqualTo("given up: 450 4.1.2 to RCPT");
  }

  private int attemptsFor(PlacedOrder order) {
    return jdbc
        .queryForList(
            "select attempts from notification where order_id = ?", Integer.class, order.id())
        .stream()
        .findFirst()
        .orElse(0);
  }

  @Test
  void mailsBothOutcomesOfAnOrderInTheirOrder() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.greylisting());

    topics.tell(order.created(), order.confirmed(), order.cancelledAfterConfirmation());
    var answers = awaitAnswers(order.id(), 2);

    assertThat(subjects(order))
        .containsExactly("Your order A-1 is cancelled", "Your order A-1 is confirmed");
    assertThat(answers).extracting(EventEnvelope::sequence).containsExactly(1L, 2L);
    assertThat(answers.getLast().data())
        .isEqualTo(
            new NotificationSent(
                order.id(), ORDER_CANCELLED, "<" + order.id() + ".cancelled@shop.example>"));
  }

  @Test
  void mailsACancellationThatIsRecordedWhileTheConfirmationIsBeingAnswered() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.slow(order.email(), 1_000));
    topics.tell(order.confirmed());
    await().until(() -> attempts(order) > 0);

    transaction.executeWithoutResult(_ -> {
      notifications.lock(List.of(order.id()));
      await().until(this::somebodyWaitsForALock);
      store(new Recorded(cancellationOf(order), null));
    });
    awaitAnswers(order.id(), 2);

    assertThat(subjects(order))
        .containsExactly("Your order A-1 is cancelled", "Your order A-1 is confirmed");
  }

  @Test
  void mailsACancellationOfAnOrderNeverConfirmed() {
    var order = PlacedOrder.any();

    topics.tell(order.created(), order.cancelled(OUT_OF_STOCK));
    var answers = awaitAnswers(order.id(), 1);

    assertThat(mailbox.only(order.email()).at("/Text").asString()).contains("is in stock");
    assertThat(answers.getFirst().sequence()).isEqualTo(1);
  }

  @Test
  void sendsAGreylistedMailAgainAsTheSame() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.greylisting());

    topics.tell(order.confirmed());
    awaitAnswers(order.id(), 1);

    assertThat(mailbox.of(order.email())).hasSize(1);
    assertThat(row(order)).containsEntry("state", "SENT").containsEntry("attempts", 2);
  }

  @Test
  void givesUpOnARecipientThatIsRefused() {
    var order = PlacedOrder.any();
    inbox.misbehave(
        Faults.rejecting(order.email(), "550 5.1.1 <" + order.email() + "> is unknown here"));

    topics.tell(order.confirmed());
    var answers = awaitAnswers(order.id(), 1);

    assertThat(answers.getFirst().data())
        .isEqualTo(
            new NotificationFailed(
                order.id(),
                ORDER_CONFIRMED,
                "<" + order.id() + ".confirmed@shop.example>",
                "550",
                "refused with 550 5.1.1 to RCPT"));
    assertThat(mailbox.of(order.email())).isEmpty();
    assertThat(row(order)).containsEntry("state", "FAILED").containsEntry("attempts", 1);
  }

  @Test
  void waitsForAMailServerThatIsDown() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.refusingConnections());

    topics.tell(order.confirmed());
    await().until(() -> attempts(order) > 2);
    assertThat(row(order)).containsEntry("state", "PENDING").containsEntry("failure_code", null);
    inbox.misbehave(Faults.NONE);

    awaitAnswers(order.id(), 1);
    assertThat(mailbox.of(order.email())).hasSize(1);
  }

  @Test
  void tellsHowLongAMailHasWaitedByTheDatabasesClock() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.refusingConnections());

    topics.tell(order.confirmed());
    await().until(() -> attempts(order) > 0);

    assertThat(notifications.backlog(Duration.ofMinutes(10), 10_000).oldestSeconds())
        .isBetween(0.0, 600.0);
  }

  @Test
  void sendsACopyUnderTheSameIdWhenTheAnswerIsLost() {
    var order = PlacedOrder.any();
    inbox.misbehave(Faults.dropping(1, true));

    topics.tell(order.confirmed());
    var answers = awaitAnswers(order.id(), 1);

    assertThat(mailbox.of(order.email())).hasSize(2);
    assertThat(messageIds(order)).containsExactly(order.id() + ".confirmed@shop.example");
    assertThat(answers).hasSize(1);
  }

  @Test
  void sendsACopyUnderTheSameIdAfterACrashBetweenTheMailServersAnswerAndTheCommit() {
    var order = PlacedOrder.any();
    Notification leased =
        Notification.of(ORDER_CONFIRMED, order.confirmed(), "shop.example", null, NOON).leased();

    store(new Recorded(leased, Duration.ofSeconds(1)));
    sending.perform(new Mailing(leased, System.nanoTime()));
    var answers = awaitAnswers(order.id(), 1);

    assertThat(mailbox.of(order.email())).hasSize(2);
    assertThat(messageIds(order)).containsExactly(order.id() + ".confirmed@shop.example");
    assertThat(answers).hasSize(1);
  }

  @Test
  void defersAMailThatMakesTheCodeFail() {
    var whole = Notification.of(ORDER_CONFIRMED, PlacedOrder.any().confirmed(), "-", null, NOON);
    var broken =
        new Notification(
            whole.orderId(), whole.kind(), "-", null, whole.causationId(), null, NOON, 1, null);

    Attempt attempt = sending.perform(new Mailing(broken, System.nanoTime()));

    assertThat(attempt.delivery()).isEqualTo(new Delivery.Deferred("IllegalStateException"));
  }

  @Test
  void mailsNobodyAgainAndRepeatsItsAnswer() {
    var order = PlacedOrder.any();
    topics.tell(order.created(), order.confirmed(), order.confirmed());
    EventEnvelope<?> first = awaitAnswers(order.id(), 1).getFirst();
    var before = row(order);

    topics.tell(order.created(), order.confirmed(), order.confirmed());
    var answers = awaitAnswers(order.id(), 3);

    assertThat(answers).hasSize(3).containsOnly(first);
    assertThat(mailbox.of(order.email())).hasSize(1);
    assertThat(row(order)).isEqualTo(before);
  }

  @Test
  void parksWhatContradictsWhatIsRecorded() {
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    awaitAnswers(order.id(), 1);

    topics.tell(order.of("Another product").confirmed(), order.confirmed());
    awaitAnswers(order.id(), 2);

    assertThat(parked(order)).containsExactly("CONTRADICTION");
    assertThat(mailbox.of(order.email())).hasSize(1);
  }

  @Test
  void leasesNoMoreAtATimeThanFitsIntoMemory() {
    String endless = "x".repeat(250_000);
    List<PlacedOrder> orders =
        Stream.generate(() -> PlacedOrder.any().of(endless)).limit(40).toList();

    // Not committed, they are nobody else's to lease.
    List<Integer> leased =
        transaction.execute(status -> {
          status.setRollbackOnly();
          store(
              orders.stream()
                  .map(order ->
                      Notification.of(
                          ORDER_CONFIRMED, order.confirmed(), "shop.example", null, NOON))
                  .map(notification -> new Recorded(notification, null))
                  .toArray(Recorded[]::new));
          jdbc.update(
              "update notification set next_attempt_at = now() - interval '1 day' where order_id ="
                  + " any (?)",
              (Object) orders.stream().map(PlacedOrder::id).toArray(UUID[]::new));
          return Stream.generate(() -> notifications.leaseDue(200, Duration.ofDays(1)).size())
              .limit(3)
              .toList();
        });

    assertThat(leased.getFirst()).isBetween(10, 20);
    assertThat(leased.get(1)).isBetween(10, 20);
    assertThat(leased.stream().mapToInt(size -> size).sum()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void delaysNoOtherMailByOneThatHangs() {
    var slow = PlacedOrder.any();
    inbox.misbehave(Faults.slow(slow.email(), 60_000));

    topics.tell(slow.confirmed());
    await().until(() -> isRecorded(slow));
    List<PlacedOrder> others = Stream.generate(PlacedOrder::any).limit(50).toList();
    topics.tell(others.stream().map(PlacedOrder::confirmed).toList());

    await().untilAsserted(() -> assertThat(others).allMatch(order -> isSent(order)));
    assertThat(isSent(slow)).isFalse();
    inbox.misbehave(Faults.NONE);
    awaitAnswers(slow.id(), 1);
  }

  @Test
  void mailsABurstOnceEach() {
    List<PlacedOrder> orders = IntStream.range(0, 2_000).mapToObj(_ -> PlacedOrder.any()).toList();

    topics.tell(orders.stream().map(PlacedOrder::confirmed).toList());

    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(orders).allMatch(order -> isSent(order)));
    assertThat(orders).allMatch(order -> mailbox.of(order.email()).size() == 1);
  }

  @Test
  void leasesNoNotificationThatAnotherInstanceIsLeasing(
      @Autowired Workers<Mailing, Attempt> workers) {
    List<PlacedOrder> orders = Stream.generate(PlacedOrder::any).limit(60).toList();
    workers.stop();
    try {
      topics.tell(orders.stream().map(PlacedOrder::confirmed).toList());
      await().untilAsserted(() -> assertThat(orders).allMatch(order -> isRecorded(order)));

      Leases leases =
          transaction.execute(_ -> {
            List<UUID> some = leased(30);
            List<UUID> rest =
                supplyAsync(() -> transaction.execute(_ -> leased(1_000)))
                    .orTimeout(5, SECONDS)
                    .join();
            return new Leases(some, rest);
          });
      List<UUID> late = transaction.execute(_ -> leased(1_000));

      assertThat(leases.some()).hasSize(30);
      assertThat(leases.rest()).doesNotContainAnyElementsOf(leases.some());
      assertThat(leases.all()).containsAll(orders.stream().map(PlacedOrder::id).toList());
      assertThat(late).doesNotContainAnyElementsOf(leases.all());
    } finally {
      jdbc.update("update notification set next_attempt_at = now() where next_attempt_at > now()");
      workers.start();
    }
  }

  private void store(Recorded... recorded) {
    Change.run(jdbc, List.of(notifications.insert(List.of(recorded))));
  }

  private record Leases(List<UUID> some, List<UUID> rest) {

    List<UUID> all() {
      return Stream.concat(some.stream(), rest.stream()).toList();
    }
  }

  private List<UUID> leased(int limit) {
    return notifications.leaseDue(limit, Duration.ofHours(1)).stream()
        .map(Notification::orderId)
        .toList();
  }

  private boolean isRecorded(PlacedOrder order) {
    return !notifications.ofOrder(order.id()).isEmpty();
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.queryForObject(
        "select exists (select from pg_locks where not granted)", Boolean.class);
  }

  private static Notification cancellationOf(PlacedOrder order) {
    return Notification.of(
        ORDER_CANCELLED, order.cancelledAfterConfirmation(), "shop.example", null, NOON);
  }

  private static List<String> subjects(PlacedOrder order) {
    return mailbox.of(order.email()).stream().map(it -> it.at("/Subject").asString()).toList();
  }

  private static Stream<String> messageIds(PlacedOrder order) {
    return mailbox.of(order.email()).stream().map(it -> it.at("/MessageID").asString()).distinct();
  }

  private Map<String, Object> row(PlacedOrder order) {
    return jdbc.queryForMap("select * from notification where order_id = ?", order.id());
  }

  private boolean isSent(PlacedOrder order) {
    return notifications.ofOrder(order.id()).stream()
        .anyMatch(it -> !it.notification().isPending());
  }

  private int attempts(PlacedOrder order) {
    return notifications.ofOrder(order.id()).stream()
        .mapToInt(it -> it.notification().attempts())
        .sum();
  }

  private List<String> parked(PlacedOrder order) {
    return jdbc.queryForList(
        "select reason from parked_event where order_id = ?", String.class, order.id());
  }
}
