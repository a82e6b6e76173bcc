package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.messaging.Loop;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class JoiningAnswersIT extends RunningOrders {

  /** Of partitions: what is on one comes in one batch. */
  private static final Random ALWAYS_THE_FIRST =
      new Random() {
        @Override
        public int nextInt(int bound) {
          return 0;
        }
      };

  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

  @Autowired OutcomeFeed feed;
  @Autowired Loop feedLoop;

  @Test
  void confirmsTheOrderWhenStockIsReservedAndPaymentSucceeded() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    others.tell(answers.succeeded(), answers.reserved());
    awaitStatus(order, OrderStatus.CONFIRMED);
    others.tell(answers.committed(), answers.captured());
    others.tell(answers.mailed(1, NotificationKind.ORDER_CONFIRMED));
    Order answered = awaitOrder(order, Order::isAnswered);

    var confirmed = others.awaitStatements(order.id(), 2).getLast().event();
    assertThat(confirmed.data())
        .isEqualTo(
            new OrderConfirmed(
                order.id(), order.number(), ADA, order.lines(), order.total(), null));
    assertThat(confirmed.sequence()).isEqualTo(2);
    assertThat(confirmed.causationId()).isIn(answers.reserved().id(), answers.succeeded().id());
    assertThat(answered.isSettled()).isTrue();
    assertThat(answered.version()).isEqualTo(7);
    assertThat(storyOf(order))
        .startsWith("OrderCreated")
        .containsOnlyOnce("InventoryReserved", "PaymentSucceeded", "OrderConfirmed")
        .containsOnlyOnce("InventoryCommitted", "PaymentCaptured", "NotificationSent")
        .hasSize(7);
  }

  @Test
  void tellsTheConfirmationAfterBothOfItsCausesWhateverTheirClocksSay() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    others.tell(later(answers.reserved(), Duration.ofHours(2)));
    awaitOrder(order, now -> now.version() == 2);
    others.tell(answers.succeeded());
    awaitStatus(order, OrderStatus.CONFIRMED);

    assertThat(storyOf(order))
        .containsExactly("OrderCreated", "PaymentSucceeded", "InventoryReserved", "OrderConfirmed");
  }

  private static EventEnvelope<?> later(EventEnvelope<?> event, Duration duration) {
    return EventEnvelope.of(
        event.data(), event.sequence(), event.time().plus(duration), event.causationId());
  }

  @Test
  void cancelsTheOrderWhenStockIsRejected() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    others.tell(answers.succeeded(), answers.rejected());
    awaitStatus(order, OrderStatus.CANCELLED);
    others.tell(answers.released(2), answers.voided(2));
    others.tell(answers.mailed(1, NotificationKind.ORDER_CANCELLED));
    awaitOrder(order, Order::isAnswered);

    OrderCancelled cancelled =
        (OrderCancelled) others.awaitStatements(order.id(), 2).getLast().event().data();
    assertThat(cancelled.reason()).isEqualTo(CancellationReason.OUT_OF_STOCK);
    assertThat(cancelled.detail()).isEqualTo("MUG-01: 2 ordered, 1 available");
  }

  @Test
  void cancelsTheOrderWhenThePaymentIsDeclined() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    others.tell(answers.declined(), answers.reserved());
    Order cancelled = awaitStatus(order, OrderStatus.CANCELLED);
    others.tell(answers.released(2), answers.voided(2));
    awaitOrder(order, Order::isSettled);

    assertThat(cancelled.cancellationReason()).isEqualTo(CancellationReason.PAYMENT_DECLINED);
    assertThat(cancelled.cancellationDetail()).isEqualTo("Declined.");
  }

  @Test
  void cancelsAConfirmedOrderWhenTheCaptureFails() {
    Order order = confirmed(placeTwoMugs());
    Answers answers = new Answers(order);

    others.tell(answers.committed(), answers.captureFailed());
    Order cancelled = awaitStatus(order, OrderStatus.CANCELLED);
    others.tell(answers.released(3), answers.voided(3));
    awaitOrder(order, Order::isSettled);

    assertThat(cancelled.cancellationReason()).isEqualTo(CancellationReason.PAYMENT_CAPTURE_FAILED);
  }

  @Test
  void changesNothingWhenEverythingComesAgainInAnyOrderOnAnyPartition() {
    List<Order> all = Stream.generate(this::placeTwoMugs).limit(20).toList();
    all.forEach(this::tellAllThatGoesWell);
    all.forEach(order -> awaitOrder(order, Order::isAnswered));
    List<List<Map<String, Object>>> rows = all.stream().map(this::rowsOf).toList();
    Random random = new Random(42);

    List<EventEnvelope<?>> again = new ArrayList<>();
    all.forEach(order -> IntStream.range(0, 3).forEach(_ -> again.addAll(allThatGoesWell(order))));
    Collections.shuffle(again, random);
    others.tellAnywhere(again, random);
    others.awaitAllHeard();

    assertThat(all.stream().map(this::rowsOf).toList()).isEqualTo(rows);
    all.forEach(order -> assertThat(others.statements(order.id())).hasSize(2));
    all.forEach(order -> assertThat(parkReasonsOf(order.id())).isEmpty());
  }

  @Test
  void takesAnEventOnceThatComesTwiceInABatch() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    others.tell(answers.reserved(), answers.reserved(), answers.reserved());
    others.tell(answers.succeeded(), answers.succeeded());
    awaitStatus(order, OrderStatus.CONFIRMED);
    others.awaitAllHeard();

    assertThat(storyOf(order)).hasSize(4);
    assertThat(others.statements(order.id())).hasSize(2);
  }

  private void tellAllThatGoesWell(Order order) {
    confirmed(order);
    others.tell(allThatGoesWell(order).toArray(EventEnvelope<?>[]::new));
  }

  private static List<EventEnvelope<?>> allThatGoesWell(Order order) {
    Answers answers = new Answers(order);
    return List.of(
        answers.reserved(),
        answers.succeeded(),
        answers.committed(),
        answers.captured(),
        answers.mailed(1, NotificationKind.ORDER_CONFIRMED));
  }

  @Test
  void parksWhatItCannotBelieveAndGoesOn() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);
    UUID unknown = UUID.randomUUID();
    EventEnvelope<?> reserved = answers.reserved();

    others.tell(reserved);
    awaitOrder(order, now -> now.version() == 2);
    others.tell(sameId(reserved, new PaymentSucceeded(unknown, order.total(), "pi_9")));
    others.tell(sameId(reserved, new InventoryReserved(order.id(), List.of())));
    others.tell(answers.committed());
    others.tell(
        EventEnvelope.of(
            new PaymentSucceeded(order.id(), Money.of("0.01", "EUR"), "pi_1"),
            1,
            reserved.time(),
            null));
    others.awaitAllHeard();
    others.tell(answers.succeeded());
    awaitStatus(order, OrderStatus.CONFIRMED);

    assertThat(parkReasonsOf(unknown)).containsExactly("UNKNOWN_ORDER");
    assertThat(parkReasonsOf(order.id()))
        .containsExactlyInAnyOrder("CONTRADICTION", "FORBIDDEN_TRANSITION", "CONTRADICTION");
  }

  @Test
  void takesAnAnswerWhoseIdAStrangerHasUsedForAnotherOrder() {
    Order order = placeTwoMugs();
    Order other = placeTwoMugs();
    EventEnvelope<?> reserved = new Answers(order).reserved();
    EventEnvelope<?> copy = sameId(reserved, new Answers(other).reserved().data());

    others.tellAnywhere(List.of(copy, reserved), ALWAYS_THE_FIRST);
    awaitOrder(order, now -> now.version() == 2);
    awaitOrder(other, now -> now.version() == 2);
    others.tellAnywhere(List.of(copy, reserved), ALWAYS_THE_FIRST);
    others.awaitAllHeard();

    assertThat(parkReasonsOf(order.id())).isEmpty();
    assertThat(parkReasonsOf(other.id())).isEmpty();
  }

  @Test
  void takesAnAnswerAgainOfWhichAnOlderVersionRecordedLess() {
    Order order = placeTwoMugs();
    EventEnvelope<PaymentFailed> declined = new Answers(order).declined();
    PaymentFailed full = declined.data();

    others.tell(
        sameId(
            declined,
            new PaymentFailed(order.id(), full.amount(), full.stage(), full.code(), null)));
    Order cancelled = awaitStatus(order, OrderStatus.CANCELLED);
    others.tell(declined);
    others.awaitAllHeard();

    assertThat(parkReasonsOf(order.id())).isEmpty();
    assertThat(awaitOrder(order, _ -> true).version()).isEqualTo(cancelled.version());
  }

  private static EventEnvelope<?> sameId(EventEnvelope<?> event, Event otherData) {
    return new EventEnvelope<>(
        event.id(),
        Topic.of(otherData).writer(),
        otherData,
        event.time(),
        event.sequence(),
        event.causationId());
  }

  @Test
  void keepsTheTraceOfAnOrderInOnePiece() {
    Order order = tracing.inSpan("test", TRACEPARENT, Map.of(), this::placeTwoMugs);
    Answers answers = new Answers(order);
    String theirs = others.awaitStatements(order.id(), 1).getFirst().traceparent();

    others.tell(answers.reserved(), theirs);
    others.tell(answers.succeeded(), theirs);

    assertThat(theirs).contains(TRACE_ID);
    assertThat(others.awaitStatements(order.id(), 2).getLast().traceparent()).contains(TRACE_ID);
  }

  @Test
  void tellsThoseWhoWaitAfterTheCommitWithoutLookingForIt() {
    Order order = placeTwoMugs();
    List<OrderStatus> seen = new CopyOnWriteArrayList<>();
    feedLoop.stop();

    try (var _ = feed.watch(order.id(), change -> seen.add(current(order).status()))) {
      confirmed(order);

      await().untilAsserted(() -> assertThat(seen).contains(OrderStatus.CONFIRMED));
    } finally {
      feedLoop.start();
    }
  }

  @Test
  void tellsThoseWhoWaitWhenAnotherInstanceDecides() {
    Order order = placeTwoMugs();
    List<OrderStatus> seen = new CopyOnWriteArrayList<>();

    try (var _ = feed.watch(order.id(), change -> seen.add(change.status()))) {
      jdbc.update(
          """
          update orders set status = 'CANCELLED', cancellation_reason = 'EXPIRED',
            payment_token = null, version = version + 1 where id = ?\
          """,
          order.id());

      await().untilAsserted(() -> assertThat(seen).endsWith(OrderStatus.CANCELLED));
    }
  }
}
