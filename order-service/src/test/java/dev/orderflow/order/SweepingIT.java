package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.messaging.Loop;
import dev.orderflow.order.OtherServices.Heard;
import dev.orderflow.order.domain.MailProgress;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.PaymentProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;

class SweepingIT extends RunningOrders {

  private static final int ALL = 10_000;

  /** Kafka is asked every 15 s, once or twice. */
  private static final Duration UNTIL_BACKLOG_IS_KNOWN = Duration.ofSeconds(45);

  private static final String TRACE_ID = "1bf92f3577b34da6a3ce929d0e0e4731";

  @Autowired ExpiringOrders expiringOrders;
  @Autowired CancellingOrders cancellingOrders;
  @Autowired RedrivingOrders redrivingOrders;
  @Autowired Loop expireLoop;
  @Autowired Loop redriveLoop;
  @Autowired SmartLifecycle messagingLifecycle;

  @BeforeEach
  @AfterEach
  void nobodyElseWaits() {
    clock.goWrongBy(Duration.ZERO);
    jdbc.update(
        "update orders set redrive_at = now() + interval '1 hour' where redrive_at is not null");
  }

  @AfterEach
  void consumes() {
    if (!messagingLifecycle.isRunning()) messagingLifecycle.start();
  }

  @Test
  void cancelsAnOrderThatIsPendingAtItsDeadline() {
    Order order = placeInTrace();
    passDeadline(order);

    int expired = expiringOrders.expire(() -> Duration.ZERO, ALL);

    assertThat(expired).isEqualTo(1);
    assertThat(current(order).cancellationReason()).isEqualTo(CancellationReason.EXPIRED);
    assertThat(others.awaitStatements(order.id(), 2).getLast().traceparent()).contains(TRACE_ID);
  }

  @Test
  void findsWhatIsDueByItself() {
    Order overdue = placeTwoMugs();
    Order unanswered = confirmed(placeTwoMugs());
    passDeadline(overdue, "1 hour");
    waitFor(unanswered, "1 minute");

    redriveLoop.wake();

    await()
        .atMost(UNTIL_BACKLOG_IS_KNOWN)
        .untilAsserted(() -> {
          expireLoop.wake();
          assertThat(current(overdue).status()).isEqualTo(OrderStatus.CANCELLED);
        });
    assertThat(others.awaitStatements(unanswered.id(), 3)).hasSize(3);
  }

  @Test
  void expiresNoOrderWhoseAnswersLieUnread() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);
    messagingLifecycle.stop();
    others.tell(answers.reserved(), answers.succeeded());
    passDeadline(order);

    expireLoop.wake();
    await()
        .during(Duration.ofSeconds(2))
        .until(() -> current(order).status() == OrderStatus.PENDING);
    messagingLifecycle.start();

    awaitStatus(order, OrderStatus.CONFIRMED);
  }

  @Test
  void leavesAnOrderAloneWhoseAnswersMayBeUnread() {
    Order order = placeTwoMugs();
    passDeadline(order, "1 minute");

    assertThat(expiringOrders.expire(() -> Duration.ofMinutes(2), ALL)).isZero();
    assertThat(expiringOrders.expire(() -> Duration.ofSeconds(30), ALL)).isEqualTo(1);
  }

  @Test
  void neverExpiresAConfirmedOrder() {
    Order order = confirmed(placeTwoMugs());
    passDeadline(order);

    assertThat(expiringOrders.expire(() -> Duration.ZERO, ALL)).isZero();
  }

  @Test
  void cancelsNothingBecauseTheClockOfAnInstanceIsWrong() {
    clock.goWrongBy(Duration.ofHours(2));
    Order placedTooLate = placeTwoMugs();
    clock.goWrongBy(Duration.ofHours(-2));
    Order placedTooEarly = placeTwoMugs();

    clock.goWrongBy(Duration.ofHours(2));
    int expired = expiringOrders.expire(() -> Duration.ZERO, ALL);

    assertThat(expired).isZero();
    assertThat(current(placedTooLate).deadlineAt()).isBefore(current(placedTooEarly).deadlineAt());
  }

  @Test
  void leavesOrdersAloneThatAnotherInstanceHasLocked() {
    Order order = placeTwoMugs();
    passDeadline(order);

    Integer expired =
        transaction.execute(_ -> {
          jdbc.queryForList("select 1 from orders where id = ? for update", order.id());
          return CompletableFuture.supplyAsync(
                  () -> expiringOrders.expire(() -> Duration.ZERO, ALL))
              .join();
        });

    assertThat(expired).isZero();
    assertThat(expiringOrders.expire(() -> Duration.ZERO, ALL)).isEqualTo(1);
  }

  @Test
  void publishesTheSameEventAgainWhenAnswersAreMissing() {
    Order order = placeInTrace();
    waitFor(order, "1 minute");

    int waited = redrivingOrders.redrive(ALL);

    List<Heard> heard = others.awaitStatements(order.id(), 2);
    assertThat(waited).isEqualTo(1);
    assertThat(heard.getLast().event()).isEqualTo(heard.getFirst().event());
    assertThat(heard.getLast().value()).isEqualTo(heard.getFirst().value());
    assertThat(heard.getLast().traceparent()).isEqualTo(heard.getFirst().traceparent());
    assertThat(current(order).version()).isEqualTo(1);
    assertThat(current(order).redrives()).isEqualTo(1);
  }

  @Test
  void publishesPendingOrdersAgainBeforeThoseThatWaitLongerForTheirMail() {
    Order confirmed = confirmed(placeTwoMugs());
    Answers answers = new Answers(confirmed);
    others.tell(answers.committed(), answers.captured());
    awaitOrder(confirmed, it -> it.payment() == PaymentProgress.CAPTURED);
    Order pending = placeTwoMugs();
    waitFor(confirmed, "1 hour");
    jdbc.update(
        "update orders set redrive_at = now() - interval '1 hour' where id = ?", confirmed.id());
    waitFor(pending, "1 minute");

    redrivingOrders.redrive(1);

    assertThat(current(pending).redrives()).isEqualTo(1);
    assertThat(current(confirmed).redrives()).isZero();

    redrivingOrders.redrive(1);

    assertThat(current(confirmed).redrives()).isEqualTo(1);
  }

  @Test
  void cancelsAnOverdueOrderThatHasLostItsHistoryToo() {
    Order erased = placeTwoMugs();
    Order other = placeTwoMugs();
    jdbc.update("delete from order_event where order_id = ?", erased.id());
    passDeadline(erased);
    passDeadline(other);

    int expired = expiringOrders.expire(() -> Duration.ZERO, ALL);

    assertThat(expired).isEqualTo(2);
    assertThat(current(erased).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(current(other).status()).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void publishesTheOthersAgainWhenAnOrderHasLostItsHistory() {
    Order erased = placeTwoMugs();
    Order other = placeTwoMugs();
    jdbc.update("delete from order_event where order_id = ?", erased.id());
    waitFor(erased, "1 minute");
    waitFor(other, "1 minute");

    redrivingOrders.redrive(ALL);

    assertThat(others.awaitStatements(other.id(), 2)).hasSize(2);
  }

  @Test
  void cancelsOverdueOrdersOfWhichANewerVersionHasWritten() {
    Order newer = placeTwoMugs();
    Order other = placeTwoMugs();
    newerVersionWritesTo(newer);
    passDeadline(newer);
    passDeadline(other);

    int expired = expiringOrders.expire(() -> Duration.ZERO, ALL);

    assertThat(expired).isEqualTo(2);
    assertThat(current(other).status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(storyOf(newer)).containsExactly("OrderCreated", "OrderAmended", "OrderCancelled");
  }

  @Test
  void publishesAgainWhatItKnowsOfAnOrderOfWhichANewerVersionHasWritten() {
    Order newer = placeTwoMugs();
    newerVersionWritesTo(newer);
    waitFor(newer, "1 minute");

    redrivingOrders.redrive(ALL);

    List<Heard> heard = others.awaitStatements(newer.id(), 2);
    assertThat(heard.getLast().event()).isEqualTo(heard.getFirst().event());
  }

  private void newerVersionWritesTo(Order order) {
    jdbc.update("update orders set version = 2, sequence = 2 where id = ?", order.id());
    jdbc.update(
        """
        insert into order_event (order_id, version, event_id, type, source, sequence, time, data)
        values (?, 2, gen_random_uuid(), 'OrderAmended', 'order-service', 2, now(), '{}')
        """,
        order.id());
  }

  @Test
  void publishesTheOutcomeAgainOnceItIsDecided() {
    Order order = confirmed(placeTwoMugs());
    waitFor(order, "1 minute");

    redrivingOrders.redrive(ALL);

    List<Heard> heard = others.awaitStatements(order.id(), 3);
    assertThat(heard).extracting(it -> it.event().sequence()).containsExactly(1L, 2L, 2L);
  }

  @Test
  void publishesBothOutcomesAgainWhenTheCustomerHasHeardOfNeither() {
    Order order = confirmed(placeTwoMugs());
    cancellingOrders.cancel(CALLER, order.id());
    waitFor(order, "1 minute");

    redrivingOrders.redrive(ALL);

    List<Heard> heard = others.awaitStatements(order.id(), 5);
    assertThat(heard).extracting(it -> it.event().sequence()).containsExactly(1L, 2L, 3L, 2L, 3L);
  }

  @Test
  void publishesOnlyTheLastOutcomeAgainWhenTheCustomerKnowsTheOther() {
    Order order = confirmed(placeTwoMugs());
    others.tell(new Answers(order).mailed(1, NotificationKind.ORDER_CONFIRMED));
    awaitOrder(order, it -> it.confirmationMail() != MailProgress.AWAITED);
    cancellingOrders.cancel(CALLER, order.id());
    waitFor(order, "1 minute");

    redrivingOrders.redrive(ALL);

    List<Heard> heard = others.awaitStatements(order.id(), 4);
    assertThat(heard).extracting(it -> it.event().sequence()).containsExactly(1L, 2L, 3L, 3L);
  }

  @Test
  void waitsForAnOutcomeThatWasOnlyJustStated() {
    Order order = confirmed(placeTwoMugs());
    jdbc.update("update orders set redrive_at = now() where id = ?", order.id());

    int waited = redrivingOrders.redrive(ALL);

    assertThat(waited).isEqualTo(1);
    assertThat(current(order).redrives()).isZero();
    assertThat(current(order).redriveAt()).isAfter(order.statedAt().plusSeconds(29));
  }

  @Test
  void waitsNoMoreOnceAllIsAnswered() {
    Order order = confirmed(placeTwoMugs());
    Answers answers = new Answers(order);
    others.tell(answers.committed(), answers.captured());
    others.tell(answers.mailed(1, NotificationKind.ORDER_CONFIRMED));

    Order answered = awaitOrder(order, Order::isAnswered);

    assertThat(answered.redriveAt()).isNull();
  }

  @Test
  void takesAnAnswerToAReDrivenEventAsIfItHadNeverBeenMissing() {
    Order order = placeTwoMugs();
    waitFor(order, "1 minute");
    redrivingOrders.redrive(ALL);
    others.awaitStatements(order.id(), 2);

    assertThat(confirmed(order).status()).isEqualTo(OrderStatus.CONFIRMED);
  }

  private Order placeInTrace() {
    String traceparent = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";
    return tracing.inSpan("test", traceparent, Map.of(), this::placeTwoMugs);
  }

  private void passDeadline(Order order) {
    passDeadline(order, "0 seconds");
  }

  private void passDeadline(Order order, String since) {
    jdbc.update(
        "update orders set deadline_at = now() - ?::interval, redrive_at = now() where id = ?",
        since,
        order.id());
  }

  private void waitFor(Order order, String time) {
    jdbc.update(
        "update orders set stated_at = now() - ?::interval, redrive_at = now() where id = ?",
        time,
        order.id());
  }
}
