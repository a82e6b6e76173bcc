package dev.orderflow.order;

import static dev.orderflow.events.value.NotificationKind.ORDER_CONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RetentionIT extends RunningOrders {

  /** Ids are by time, and those of a test are of now: so young is what is stated in the future. */
  private static final Duration AGE = Duration.ZERO;

  @Autowired private OrderSettings settings;
  @Autowired private CancellingOrders cancellingOrders;

  private Retentions retentions;

  /** As after a start. */
  @BeforeEach
  void startAnewWithOldOrdersOnly() {
    jdbc.update("update orders set stated_at = now() - interval '1 year'");
    retentions = new Retentions(jdbc, settings);
  }

  @Test
  void keepsEverythingUnlessToldOtherwise() {
    assertThat(retentions.historyRetention().age()).isNull();
    assertThat(retentions.idempotencyKeyRetention().age()).isNull();
  }

  @Test
  void erasesTheHistoryOfOldOrdersOnly() {
    Order old = answered();
    Order unanswered = confirmed(placeTwoMugs());
    Order young = answered();
    statedDaysAgo(31, old, unanswered);
    statedDaysAgo(-1, young);

    run(retentions.historyRetention());

    assertThat(storyOf(old)).isEmpty();
    assertThat(storyOf(unanswered)).isNotEmpty();
    assertThat(storyOf(young)).hasSize(7);
  }

  @Test
  void keepsTheHistoryOfAnOrderThatIsCancelledAtTheSameTime() {
    Order order = answered();
    statedDaysAgo(31, order);

    CompletableFuture<?> erasing =
        transaction.execute(_ -> {
          cancellingOrders.cancel(CALLER, order.id());
          var started = CompletableFuture.runAsync(() -> run(retentions.historyRetention()));
          await().until(this::somebodyWaitsForALock);
          return started;
        });
    erasing.join();

    assertThat(storyOf(order)).hasSize(8).last().isEqualTo("OrderCancelled");
  }

  private boolean somebodyWaitsForALock() {
    return Boolean.TRUE.equals(
        jdbc.queryForObject(
            "select exists (select from pg_locks where not granted)", Boolean.class));
  }

  @Test
  void leavesOrdersAloneThatHaveNoHistoryAnyMore() {
    Order order = answered();
    statedDaysAgo(31, order);
    run(retentions.historyRetention());
    String written = lastWriteTo(order);

    run(new Retentions(jdbc, settings).historyRetention());

    assertThat(lastWriteTo(order)).isEqualTo(written);
  }

  /** A lock is a write too. */
  private String lastWriteTo(Order order) {
    return jdbc.queryForObject(
        "select concat(ctid, ' ', xmin, ' ', xmax) from orders where id = ?",
        String.class,
        order.id());
  }

  @Test
  void takesRepeatedAndLateAnswersToAnOrderWithoutHistory() {
    Order order = answered();
    statedDaysAgo(31, order);
    run(retentions.historyRetention());
    List<?> before = rowsOf(order);
    Answers answers = new Answers(order);

    others.tell(
        answers.reserved(),
        answers.succeeded(),
        answers.committed(),
        answers.captured(),
        answers.mailed(1, ORDER_CONFIRMED));
    others.awaitAllHeard();

    assertThat(rowsOf(order)).isEqualTo(before);
    assertThat(parkReasonsOf(order.id())).isEmpty();
  }

  @Test
  void freesTheIdempotencyKeysOfOldOrders() {
    String key = UUID.randomUUID().toString();
    Order old = placingOrders.place(CALLER, key, twoMugs()).order();
    old = answered(old);
    assertThat(placingOrders.place(CALLER, key, twoMugs()).repeated()).isTrue();
    statedDaysAgo(31, old);

    run(retentions.idempotencyKeyRetention());
    var again = placingOrders.place(CALLER, key, twoMugs());

    assertThat(again.repeated()).isFalse();
    assertThat(again.order().id()).isNotEqualTo(old.id());
    assertThat(current(old).status()).isEqualTo(OrderStatus.CONFIRMED);
  }

  @Test
  void goesInStepsAndFindsLaterWhatIsYoungNow() {
    List<Order> old = Stream.generate(this::answered).limit(5).toList();
    Order young = answered();
    statedDaysAgo(31, old.toArray(Order[]::new));
    statedDaysAgo(-1, young);
    Retention retention = retentions.historyRetention();

    int steps = run(retention);
    assertThat(steps).isGreaterThan(2);
    assertThat(old).allMatch(order -> storyOf(order).isEmpty());
    assertThat(storyOf(young)).isNotEmpty();

    statedDaysAgo(31, young);
    run(retention);
    assertThat(storyOf(young)).isEmpty();
  }

  @Test
  void erasesWhatIsOldBehindAnOrderThatIsYoung() {
    Order young = answered();
    Order old = answered();
    statedDaysAgo(-1, young);
    Retention retention = retentions.historyRetention();

    run(retention);
    assertThat(storyOf(young)).isNotEmpty();
    assertThat(storyOf(old)).isEmpty();

    statedDaysAgo(31, young);
    run(retention);
    assertThat(storyOf(young)).isEmpty();
  }

  @Test
  void goesOnWithTheKeysWhereItWasBeforeAStart() {
    Order young = answered();
    Order old = answered();
    statedDaysAgo(-1, young);
    run(retentions.idempotencyKeyRetention());

    int steps = run(new Retentions(jdbc, settings).idempotencyKeyRetention());

    assertThat(steps).isEqualTo(1);
    assertThat(hasKey(old)).isFalse();
    assertThat(hasKey(young)).isTrue();
  }

  private boolean hasKey(Order order) {
    return jdbc.queryForObject(
        "select idempotency_key is not null from orders where id = ?", Boolean.class, order.id());
  }

  @Test
  void takesAStepAgainThatWasRolledBack() {
    Order old = answered();
    statedDaysAgo(31, old);
    Retention retention = retentions.historyRetention();

    transaction.executeWithoutResult(status -> {
      retention.step().remove(AGE, 1_000);
      status.setRollbackOnly();
    });
    assertThat(storyOf(old)).isNotEmpty();

    run(retention);
    assertThat(storyOf(old)).isEmpty();
  }

  private Order answered() {
    return answered(placeTwoMugs());
  }

  private Order answered(Order order) {
    Answers answers = new Answers(confirmed(order));
    others.tell(answers.committed(), answers.captured(), answers.mailed(1, ORDER_CONFIRMED));
    return awaitOrder(order, Order::isAnswered);
  }

  private void statedDaysAgo(int days, Order... orders) {
    for (Order order : orders) {
      jdbc.update(
          "update orders set stated_at = now() - make_interval(days => ?) where id = ?",
          days,
          order.id());
    }
  }

  /** Gives the number of steps it took. */
  private int run(Retention retention) {
    int steps = 0;
    boolean more = true;
    while (more) {
      Removed removed = transaction.execute(_ -> retention.step().remove(AGE, 2));
      more = removed.more();
      steps++;
    }
    return steps;
  }
}
