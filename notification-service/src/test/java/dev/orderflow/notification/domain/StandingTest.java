package dev.orderflow.notification.domain;

import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.notification.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.domain.Notifications.Standing;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StandingTest {

  private final Notification pending =
      Notification.of(ORDER_CONFIRMED, PlacedOrder.any().confirmed(), "shop.example", null, NOON);

  @Test
  void awaitsTheMailServerWhileItIsPlanned() {
    assertThat(awaited(pending, NOON)).isEqualTo(Awaited.MAIL_SERVER);
  }

  @Test
  void awaitsTheOtherMailWhileItIsNot() {
    assertThat(awaited(pending, null)).isEqualTo(Awaited.OTHER_MAIL);
  }

  @Test
  void awaitsNobodyOnceItIsAnswered() {
    Notification sent = pending.answered(new Answer(1, NOON, null));
    Notification failed =
        pending.answered(new Answer(1, NOON, new Answer.Failure("550", "No such user.")));

    assertThat(awaited(sent, null)).isEqualTo(Awaited.NOBODY);
    assertThat(awaited(failed, null)).isEqualTo(Awaited.NOBODY);
  }

  private static Awaited awaited(Notification notification, Instant nextAttemptAt) {
    return new Standing(notification, nextAttemptAt, null).awaited();
  }
}
