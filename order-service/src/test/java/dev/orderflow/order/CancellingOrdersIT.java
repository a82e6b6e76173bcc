package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.order.domain.CancellationRefused;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CancellingOrdersIT extends RunningOrders {

  @Autowired CancellingOrders cancellingOrders;

  @AfterEach
  void setTheClockRight() {
    clock.goWrongBy(Duration.ZERO);
  }

  @Test
  void cancelsAPendingOrderAndHearsOfLateAnswers() {
    Order order = placeTwoMugs();
    Answers answers = new Answers(order);

    cancellingOrders.cancel(CALLER, order.id());
    others.tell(answers.reserved(), answers.succeeded(), answers.released(2), answers.voided(2));
    Order settled = awaitOrder(order, Order::isSettled);

    OrderCancelled cancelled =
        (OrderCancelled) others.awaitStatements(order.id(), 2).getLast().event().data();
    assertThat(cancelled.reason()).isEqualTo(CancellationReason.CUSTOMER_REQUEST);
    assertThat(settled.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(storyOf(order)).hasSize(6);
  }

  @Test
  void cancelsAConfirmedOrderAndHasStockAndMoneyReturned() {
    Order order = confirmed(placeTwoMugs());
    Answers answers = new Answers(order);
    others.tell(answers.committed(), answers.captured());
    others.tell(answers.mailed(1, NotificationKind.ORDER_CONFIRMED));
    awaitOrder(order, Order::isAnswered);

    Order cancelled = cancellingOrders.cancel(CALLER, order.id()).orElseThrow();
    others.tell(answers.released(3), answers.refunded());
    others.tell(answers.mailed(2, NotificationKind.ORDER_CANCELLED));
    awaitOrder(order, Order::isAnswered);

    assertThat(cancelled.isSettled()).isFalse();
    assertThat(cancelled.redriveAt()).isNotNull();
    assertThat(others.awaitStatements(order.id(), 3).getLast().event().sequence()).isEqualTo(3);
  }

  @Test
  void takesTheSecondMailForNewsThoughItsNumberIsThatOfTheFirst() {
    Order order = confirmed(placeTwoMugs());
    Answers answers = new Answers(order);
    others.tell(answers.committed(), answers.captured());
    others.tell(answers.mailed(1, NotificationKind.ORDER_CONFIRMED));
    awaitOrder(order, Order::isAnswered);

    cancellingOrders.cancel(CALLER, order.id());
    others.tell(answers.released(3), answers.refunded());
    others.tell(answers.mailed(1, NotificationKind.ORDER_CANCELLED));

    awaitOrder(order, Order::isAnswered);
    assertThat(parkReasonsOf(order.id())).isEmpty();
  }

  @Test
  void takesAnAnswerWithAnIdOfBeforeForARepetition() {
    Order order = confirmed(placeTwoMugs());
    Answers answers = new Answers(order);
    var mailed = answers.mailed(1, NotificationKind.ORDER_CONFIRMED);
    UUID before = EventEnvelope.idOf(mailed.source(), order.id(), 1, mailed.type());
    others.tell(
        answers.committed(),
        answers.captured(),
        new EventEnvelope<>(
            before, mailed.source(), mailed.data(), mailed.time(), 1, mailed.causationId()));
    awaitOrder(order, Order::isAnswered);
    List<?> rows = rowsOf(order);

    others.tell(mailed);
    others.awaitAllHeard();

    assertThat(rowsOf(order)).isEqualTo(rows);
    assertThat(parkReasonsOf(order.id())).isEmpty();
  }

  @Test
  void refusesOnceTheWindowHasClosedByTheClockOfTheDatabase() {
    Order order = confirmed(placeTwoMugs());
    jdbc.update(
        "update orders set confirmed_at = now() - interval '31 minutes' where id = ?", order.id());

    assertThatThrownBy(() -> cancellingOrders.cancel(CALLER, order.id()))
        .isInstanceOf(CancellationRefused.class);

    assertThat(current(order).status()).isEqualTo(OrderStatus.CONFIRMED);
  }

  @Test
  void statesTheCancellationOnceHoweverOftenItIsAskedFor() {
    Order order = placeTwoMugs();

    cancellingOrders.cancel(CALLER, order.id());
    cancellingOrders.cancel(CALLER, order.id());

    assertThat(storyOf(order)).containsExactly("OrderCreated", "OrderCancelled");
  }

  @Test
  void tellsTheCancellationAfterWhatWasKnownOfTheOrderEvenIfItsClockWasSetBack() {
    Order order = placeTwoMugs();
    clock.goWrongBy(Duration.ofHours(-2));

    cancellingOrders.cancel(CALLER, order.id());

    assertThat(storyOf(order)).containsExactly("OrderCreated", "OrderCancelled");
  }

  @Test
  void doesNotKnowOrdersOfOthers() {
    Order order = placeTwoMugs();

    assertThat(cancellingOrders.cancel("mallory", order.id())).isEmpty();
    assertThat(cancellingOrders.cancel(CALLER, UUID.randomUUID())).isEmpty();
    assertThat(current(order).status()).isEqualTo(OrderStatus.PENDING);
  }
}
