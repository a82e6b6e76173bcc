package dev.orderflow.notification.domain;

import static dev.orderflow.events.value.CancellationReason.EXPIRED;
import static dev.orderflow.events.value.NotificationKind.ORDER_CANCELLED;
import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.notification.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.domain.Answer.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrespondenceTest {

  private final PlacedOrder order = PlacedOrder.any();
  private final Notification confirmation = about(ORDER_CONFIRMED, order.confirmed());
  private final Notification cancellation =
      about(ORDER_CANCELLED, order.cancelledAfterConfirmation());
  private final Correspondence correspondence = new Correspondence(List.of());

  @Test
  void tellsOfTheConfirmationBeforeItsCancellation() {
    assertThat(correspondence.add(confirmation)).isFalse();
    assertThat(correspondence.add(cancellation)).isTrue();
  }

  @Test
  void tellsOfACancellationAtOnceWhenTheConfirmationHasBeenTold() {
    correspondence.add(confirmation);
    correspondence.answer(confirmation, null, NOON);

    assertThat(correspondence.add(cancellation)).isFalse();
  }

  @Test
  void doesNotMakeALateConfirmationWait() {
    correspondence.add(cancellation);

    assertThat(correspondence.add(confirmation)).isFalse();
  }

  @Test
  void takesALateConfirmationForTheEventBeforeTheCancellation() {
    correspondence.add(cancellation);

    assertThat(correspondence.isForbidden(order.confirmed())).isFalse();
  }

  @Test
  void forbidsAConfirmationOfAnOrderThatWasCancelledWithoutOne() {
    correspondence.add(about(ORDER_CANCELLED, order.cancelled(EXPIRED)));

    assertThat(correspondence.isForbidden(order.confirmed())).isTrue();
    assertThat(correspondence.isForbidden(order.confirmedAfterCancellation())).isTrue();
  }

  @Test
  void numbersTheAnswersOfAnOrder() {
    correspondence.add(confirmation);
    correspondence.add(cancellation);

    var first = correspondence.answer(confirmation, null, NOON).event().orElseThrow();
    var second = correspondence.answer(cancellation, null, NOON).event().orElseThrow();

    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(first.causationId()).isEqualTo(order.confirmed().id());
    assertThat(second.causationId()).isEqualTo(order.cancelledAfterConfirmation().id());
  }

  @Test
  void numbersTheOnlyAnswerOne() {
    correspondence.add(cancellation);

    Notification sent = correspondence.answer(cancellation, null, NOON);

    assertThat(sent.event().orElseThrow().sequence()).isEqualTo(1);
  }

  @Test
  void saysTheSameAboutTheSameAnswer() {
    correspondence.add(confirmation);

    Notification sent = correspondence.answer(confirmation, null, NOON);

    assertThat(sent.state()).isEqualTo(NotificationState.SENT);
    assertThat(sent.event()).isEqualTo(sent.event());
    assertThat(sent.event().orElseThrow().data())
        .isEqualTo(new NotificationSent(order.id(), ORDER_CONFIRMED, sent.messageId()));
  }

  @Test
  void saysWhyItCouldNotTell() {
    correspondence.add(confirmation);

    Notification failed =
        correspondence.answer(confirmation, new Failure("550", "refused with 550 to RCPT"), NOON);

    assertThat(failed.state()).isEqualTo(NotificationState.FAILED);
    assertThat(failed.event().orElseThrow().data())
        .isEqualTo(
            new NotificationFailed(
                order.id(),
                ORDER_CONFIRMED,
                failed.messageId(),
                "550",
                "refused with 550 to RCPT"));
  }

  @Test
  void namesAMailByOrderAndKindAlone() {
    Notification again =
        Notification.of(
            ORDER_CONFIRMED, order.confirmed(), "example.com", null, NOON.plus(Duration.ofDays(1)));

    assertThat(again.messageId())
        .isEqualTo(confirmation.messageId())
        .isEqualTo("<" + order.id() + ".confirmed@example.com>")
        .isNotEqualTo(cancellation.messageId());
  }

  @Test
  void isContradictedByAnotherContentUntilItIsErased() {
    OrderEvent other = order.of("Cup").confirmed().data();
    Notification erased =
        new Notification(order.id(), ORDER_CONFIRMED, "<m>", null, order.id(), null, NOON, 1, null);

    assertThat(confirmation.isContradictedBy(order.confirmed().data())).isFalse();
    assertThat(confirmation.isContradictedBy(other)).isTrue();
    assertThat(erased.isContradictedBy(other)).isFalse();
  }

  @Test
  void isNotContradictedByWhatAnOlderVersionLeftOut() {
    OrderEvent fuller =
        order.to(new Address("1 Mill Lane", null, "York", "YO1 7HB", "GB")).confirmed().data();

    assertThat(confirmation.isContradictedBy(fuller)).isFalse();
  }

  private static Notification about(NotificationKind kind, EventEnvelope<OrderEvent> cause) {
    return Notification.of(kind, cause, "example.com", null, NOON);
  }
}
