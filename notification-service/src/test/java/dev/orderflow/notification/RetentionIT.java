package dev.orderflow.notification;

import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static dev.orderflow.notification.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.jdbc.Change;
import dev.orderflow.messaging.Retention;
import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.domain.Notifications;
import dev.orderflow.notification.domain.Notifications.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class RetentionIT extends RunningNotifications {

  private static final int STEP = 100;

  @Autowired private Retention contentRetention;
  @Autowired private Notifications notifications;
  @Autowired private TransactionTemplate transaction;

  @Test
  void erasesTheContentOfOldMailsAndStillMailsNobodyAgain() {
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    EventEnvelope<?> sent = awaitAnswers(order.id(), 1).getFirst();
    answeredDaysAgo(31, order);

    eraseOld();
    topics.tell(order.confirmed());
    var answers = awaitAnswers(order.id(), 2);

    assertThat(hasContent(order)).isFalse();
    assertThat(answers).containsOnly(sent);
    assertThat(mailbox.of(order.email())).hasSize(1);
    assertThat(dump()).doesNotContain(order.email());
  }

  @Test
  void keepsTheContentOfYoungMails() {
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    awaitAnswers(order.id(), 1);
    answeredDaysAgo(29, order);

    eraseOld();

    assertThat(hasContent(order)).isTrue();
  }

  @Test
  void erasesManyInSmallStepsAndWaitsForNoLock() {
    List<PlacedOrder> orders = Stream.generate(PlacedOrder::any).limit(2 * STEP + 1).toList();
    Change.run(
        jdbc, List.of(notifications.insert(orders.stream().map(RetentionIT::waiting).toList())));
    PlacedOrder[] all = orders.toArray(PlacedOrder[]::new);
    jdbc.update(
        """
        update notification set state = 'SENT', event_sequence = 1, event_time = now(), answered_at = now()
        where state = 'PENDING' and next_attempt_at is null
        """);
    answeredDaysAgo(31, all);

    transaction.executeWithoutResult(_ -> {
      notifications.lock(List.of(all[0].id()));
      Thread other = Thread.ofVirtual().start(this::eraseOld);
      join(other);
    });

    assertThat(hasContent(all[0])).isTrue();
    assertThat(Stream.of(all).filter(this::hasContent)).hasSize(1);
    eraseOld();
    assertThat(hasContent(all[0])).isFalse();
  }

  private void eraseOld() {
    boolean more = true;
    while (more) {
      more =
          transaction
              .execute(_ -> contentRetention.step().remove(contentRetention.age(), STEP))
              .more();
    }
  }

  private static Recorded waiting(PlacedOrder order) {
    return new Recorded(
        Notification.of(ORDER_CONFIRMED, order.confirmed(), "shop.example", null, NOON), null);
  }

  private void answeredDaysAgo(int days, PlacedOrder... orders) {
    for (PlacedOrder order : orders) {
      jdbc.update(
          "update notification set answered_at = now() - make_interval(days => ?) where order_id ="
              + " ?",
          days,
          order.id());
    }
  }

  private boolean hasContent(PlacedOrder order) {
    return jdbc.queryForObject(
        "select content is not null from notification where order_id = ?",
        Boolean.class,
        order.id());
  }

  private String dump() {
    return String.join("\n", jdbc.queryForList("select n::text from notification n", String.class));
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
