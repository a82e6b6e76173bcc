package dev.orderflow.payment;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.messaging.Workers;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.Patience;
import dev.orderflow.payment.domain.Payments;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.domain.ProviderRecord;
import dev.orderflow.payment.gateway.PaymentGateway;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class DrivingPaymentsIT extends RunningPayments {

  @Autowired private TransactionTemplate transaction;
  @Autowired private MeterRegistry metrics;
  @Autowired private Payments payments;
  @Autowired private Outbox outbox;
  @Autowired private PaymentMetrics paymentMetrics;
  @Autowired private Tracing tracing;

  @Test
  void authorizesThenCapturesThenRefunds() {
    var order = paidWith("pm_card_visa");

    topics.tell(order.created());
    var succeeded = topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    var captured = topics.awaitAnswer(order.id(), 2);
    topics.tell(order.cancelledAfterConfirmation());
    var refunded = topics.awaitAnswer(order.id(), 3);

    String reference = ((PaymentSucceeded) succeeded.data()).reference();
    assertThat(succeeded.data())
        .isEqualTo(new PaymentSucceeded(order.id(), order.total(), reference));
    assertThat(captured.data())
        .isEqualTo(new PaymentCaptured(order.id(), order.total(), reference));
    assertThat(refunded.data())
        .isEqualTo(new PaymentRefunded(order.id(), order.total(), reference));
    assertThat(refunded.sequence()).isEqualTo(3);
    assertThat(refunded.causationId()).isEqualTo(order.cancelledAfterConfirmation().id());
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED", "CAPTURED", "REFUNDED");
  }

  @Test
  void voidsWhatACancelledOrderHolds() {
    var order = paidWith("pm_card_mastercard");

    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.cancelled());

    assertThat(topics.awaitAnswer(order.id(), 2).data()).isInstanceOf(PaymentVoided.class);
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED", "VOIDED");
  }

  @Test
  void saysWhyTheCardWasDeclinedAndThatNothingIsHeld() {
    var order = paidWith("pm_card_chargeDeclinedInsufficientFunds");

    topics.tell(order.created());
    var failed = (PaymentFailed) topics.awaitAnswer(order.id(), 1).data();
    topics.tell(order.cancelled());
    var voided = topics.awaitAnswer(order.id(), 2).data();

    assertThat(failed.stage()).isEqualTo(PaymentStage.AUTHORIZATION);
    assertThat(failed.code()).isEqualTo("insufficient_funds");
    assertThat(voided).isEqualTo(new PaymentVoided(order.id(), null));
    assertThat(provider.ledger(order.id())).containsExactly("DECLINED");
  }

  @Test
  void voidsWhatCouldNotBeCaptured() {
    var order = paidWith("pm_card_sandboxCaptureFails");

    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    var failed = (PaymentFailed) topics.awaitAnswer(order.id(), 2).data();
    topics.tell(order.cancelledAfterConfirmation());

    assertThat(failed.stage()).isEqualTo(PaymentStage.CAPTURE);
    assertThat(topics.awaitAnswer(order.id(), 3).data()).isInstanceOf(PaymentVoided.class);
    assertThat(provider.ledger(order.id()))
        .containsExactly("AUTHORIZED", "CAPTURE_FAILED", "VOIDED");
  }

  @Test
  void asksNobodyForAnOrderThatWasCancelledFirst() {
    var order = paidWith("pm_card_visa");

    topics.tell(order.cancelled());
    var voided = topics.awaitAnswer(order.id(), 1);
    topics.tell(order.created());

    assertThat(topics.awaitAnswer(order.id(), 2)).isEqualTo(voided);
    assertThat(provider.ledger(order.id())).isEmpty();
  }

  @Test
  void voidsAnAuthorizationThatWasUnderWayWhenTheOrderWasCancelled() {
    var order = paidWith("pm_card_visa");
    provider.behave("\"delayMillis\": 1000, \"order\": \"%s\"".formatted(order.id()));

    topics.tell(order.created());
    await().untilAsserted(() -> assertThat(state(order)).isEqualTo("NEW"));
    topics.tell(order.cancelled());

    assertThat(topics.awaitAnswer(order.id(), 2).data()).isInstanceOf(PaymentVoided.class);
    assertThat(events(order)).containsExactly(PaymentSucceeded.class, PaymentVoided.class);
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED", "VOIDED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTHORIZED", "CAPTURED", "REFUNDED"})
  void movesMoneyOnceWhenAnAnswerIsLostBeforeItsCommit(String state) {
    var order = paidWith("pm_card_visa");

    whileNobodyCanRecord(
        order,
        state,
        () -> {
          tellUpTo(state, order);
          await().untilAsserted(() -> assertThat(provider.ledger(order.id())).contains(state));
        });

    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(state(order)).isEqualTo(state));
    assertThat(provider.ledger(order.id())).doesNotHaveDuplicates().doesNotContain("REFUSED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSE", "ERROR", "RATE_LIMIT", "UNAUTHORIZED", "EXECUTE_THEN_DROP"})
  void comesThroughWhatTheProviderDoesForAWhile(String fault) {
    var order = paidWith("pm_card_visa");
    provider.behave("\"then\": \"%s\", \"order\": \"%s\"".formatted(fault, order.id()));

    topics.tell(order.created());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() ->
            assertThat(payment(order))
                .extractingByKey("attempts", as(INTEGER))
                .isGreaterThanOrEqualTo(3));
    assertThat(topics.answers(order.id())).isEmpty();
    provider.heal();

    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    topics.awaitAnswer(order.id(), 2);
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED", "CAPTURED");
  }

  @ParameterizedTest
  @CsvSource({"EXECUTE_THEN_ERROR", "ERROR_SAVED"})
  void findsOutBehindAnErrorThatIsSavedForEver(String fault) {
    var order = paidWith("pm_card_visa");
    provider.behave(
        "\"then\": \"%s\", \"order\": \"%s\", \"operations\": [\"AUTHORIZE\"], \"times\": 1"
            .formatted(fault, order.id()));

    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    assertThat(state(order)).isEqualTo("AUTHORIZED");
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED");
  }

  @Test
  void keepsOtherOrdersGoingWhileOneCallHangs() {
    var hanging = paidWith("pm_card_visa");
    provider.behave("\"delayMillis\": 60000, \"order\": \"%s\"".formatted(hanging.id()));

    topics.tell(hanging.created());
    await().untilAsserted(() -> assertThat(state(hanging)).isEqualTo("NEW"));
    List<PlacedOrder> others = orders(50);
    topics.tell(others.stream().map(PlacedOrder::created).toList());

    await().untilAsserted(() -> assertThat(states(others)).containsOnly("AUTHORIZED"));
    assertThat(state(hanging)).isEqualTo("NEW");
  }

  @Test
  void asksASlowProviderForManyPaymentsAtATime() {
    provider.behave("\"delayMillis\": 300");
    List<PlacedOrder> orders = orders(1000);

    topics.tell(orders.stream().map(PlacedOrder::created).toList());

    // One after the other they would take five minutes.
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(states(orders)).containsOnly("AUTHORIZED"));
  }

  @Test
  void changesNothingAndAsksNobodyWhenAllIsToldAgain() {
    Random random = new Random(7);
    List<EventEnvelope<OrderEvent>> told =
        IntStream.range(0, 40).boxed().flatMap(_ -> story(random)).toList();
    for (int sequence = 1; sequence <= 3; sequence++) {
      int next = sequence;
      topics.tell(told.stream().filter(event -> event.sequence() == next).toList());
      awaitSettled();
    }
    var books = books();
    var ledger = provider.ledger();
    long calls = calls();

    List<EventEnvelope<OrderEvent>> again = new ArrayList<>(told);
    Collections.shuffle(again, random);
    topics.tellAnywhere(again, random);
    topics.awaitAllHeard();
    await().until(() -> metrics.get("orderflow.workers.accepted").gauge().value() == 0);

    // A call that is repeated, or only looks something up, leaves no line in the ledger.
    assertThat(calls()).isEqualTo(calls);
    assertThat(books()).isEqualTo(books);
    assertThat(provider.ledger()).isEqualTo(ledger);
    assertThat(parked(told)).isZero();
    assertEachAnswerIsOneAndTheSame();
  }

  private long calls() {
    return metrics.find("orderflow.payments.provider.calls").timers().stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void recordsWithoutADeadlockWhatItIsToldOnManyPartitionsAtOnce() {
    Random random = new Random(11);
    List<EventEnvelope<OrderEvent>> told = new ArrayList<>();
    for (int n = 0; n < 100; n++) told.add(paidWith("pm_card_visa").created());
    long deadlocks = deadlocks();

    // While nothing can be recorded the copies pile up, so that all consumers begin at once.
    transaction.executeWithoutResult(_ -> {
      jdbc.execute("lock table payment in access exclusive mode");
      for (int copies = 0; copies < 5; copies++) {
        Collections.shuffle(told, random);
        topics.tellAnywhere(told, random);
      }
    });

    topics.awaitAllHeard();
    assertThat(deadlocks()).isEqualTo(deadlocks);
    assertThat(parked(told)).isZero();
    awaitSettled();
    assertEachAnswerIsOneAndTheSame();
  }

  private long deadlocks() {
    return jdbc.queryForObject(
        "select deadlocks from pg_stat_database where datname = current_database()", Long.class);
  }

  @Test
  void parksWhatContradictsThePayment() {
    var order = paidWith("pm_card_visa");
    var unknown = paidWith("pm_card_visa");

    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.retoldAt("1.00", "EUR").confirmed());
    topics.tell(unknown.confirmed());

    await()
        .untilAsserted(() ->
            assertThat(
                    jdbc.queryForList(
                        "select reason from parked_event where order_id in (?, ?)",
                        String.class,
                        order.id(),
                        unknown.id()))
                .containsExactlyInAnyOrder("CONTRADICTION", "UNKNOWN_ORDER"));
    assertThat(state(order)).isEqualTo("AUTHORIZED");
    assertThat(provider.ledger(order.id())).containsExactly("AUTHORIZED");
  }

  @Test
  void tellsOperatorsWhatAPaymentWaitsFor() {
    var order = paidWith("pm_card_visa");
    provider.behave("\"then\": \"ERROR\", \"order\": \"%s\"".formatted(order.id()));

    topics.tell(order.created());

    await()
        .untilAsserted(() ->
            http.get()
                .uri("/payments/" + order.id())
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.state")
                .isEqualTo("NEW")
                .jsonPath("$.goal")
                .isEqualTo("AUTHORIZED")
                .jsonPath("$.next")
                .isEqualTo("AUTHORIZE")
                .jsonPath("$.nextAttemptAt")
                .exists()
                .jsonPath("$.lastError")
                .value(error -> assertThat(error.toString()).contains("status 500")));
    http.get().uri("/payments/" + UUID.randomUUID()).exchange().expectStatus().isNotFound();
  }

  @Test
  void keepsNoTokenBeyondTheFirstAnswer() {
    var order = paidWith("pm_card_visa");

    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    assertThat(payment(order).toString()).doesNotContain("pm_card");
    assertThat(topics.answers(order.id()).toString()).doesNotContain("pm_card");
  }

  private void tellUpTo(String state, PlacedOrder order) {
    topics.tell(order.created());
    if (state.equals("AUTHORIZED")) return;
    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    if (state.equals("CAPTURED")) return;
    topics.awaitAnswer(order.id(), 2);
    topics.tell(order.cancelledAfterConfirmation());
  }

  /**
   * A result that cannot be written is lost, as if the process had died just before its commit. It
   * is counted by a sequence, as nothing else outlives a rollback.
   */
  private void whileNobodyCanRecord(PlacedOrder order, String state, Runnable action) {
    jdbc.execute("create sequence lost");
    jdbc.execute(
        """
        create or replace function lose() returns trigger language plpgsql as
        $$ begin perform nextval('lost'); raise exception 'lost'; end $$
        """);
    jdbc.execute(
        "create trigger lose before update on payment for each row when (new.order_id = '%s' and new.state = '%s') execute function lose()"
            .formatted(order.id(), state));
    try {
      action.run();
      await().until(() -> jdbc.queryForObject("select is_called from lost", Boolean.class));
    } finally {
      jdbc.execute("drop trigger lose on payment");
      jdbc.execute("drop sequence lost");
    }
  }

  private static Stream<EventEnvelope<OrderEvent>> story(Random random) {
    var order = paidWith(random.nextInt(4) == 0 ? "pm_card_chargeDeclined" : "pm_card_visa");
    boolean declined = order.token().equals("pm_card_chargeDeclined");
    return switch (declined ? 0 : random.nextInt(4)) {
      case 0 -> Stream.of(order.created(), order.cancelled());
      case 1 -> Stream.of(order.created());
      case 2 -> Stream.of(order.created(), order.confirmed());
      default -> Stream.of(order.created(), order.confirmed(), order.cancelledAfterConfirmation());
    };
  }

  private void awaitSettled() {
    topics.awaitAllHeard();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() ->
            assertThat(
                    jdbc.queryForObject(
                        "select count(*) from payment where next_attempt_at is not null",
                        Long.class))
                .isZero());
  }

  @Test
  void claimsNoPaymentThatAnotherInstanceIsClaiming(
      @Autowired Workers<ProviderCall, DrivingPayments.Result> providerCalls) {
    // Whose lease does not run out before the end.
    Duration hour = Duration.ofHours(1);
    var driving = drivingWithoutProvider(new Patience(hour, hour, hour, hour, hour, hour, () -> 0));
    List<PlacedOrder> orders = orders(60);
    providerCalls.stop();
    try {
      topics.tell(orders.stream().map(PlacedOrder::created).toList());
      topics.awaitAllHeard();

      Claims claims =
          transaction.execute(_ -> {
            List<UUID> some = claimed(driving, 30);
            List<UUID> rest =
                supplyAsync(() -> transaction.execute(_ -> claimed(driving, 1_000)))
                    .orTimeout(5, SECONDS)
                    .join();
            return new Claims(some, rest);
          });
      List<UUID> late = transaction.execute(_ -> claimed(driving, 1_000));

      assertThat(claims.some()).hasSize(30);
      assertThat(claims.rest()).doesNotContainAnyElementsOf(claims.some());
      assertThat(claims.all()).containsAll(orders.stream().map(PlacedOrder::id).toList());
      assertThat(late).doesNotContainAnyElementsOf(claims.all());
    } finally {
      jdbc.update("update payment set next_attempt_at = now() where next_attempt_at > now()");
      providerCalls.start();
    }
    awaitSettled();
  }

  private record Claims(List<UUID> some, List<UUID> rest) {

    List<UUID> all() {
      return Stream.concat(some.stream(), rest.stream()).toList();
    }
  }

  private static List<UUID> claimed(DrivingPayments driving, int limit) {
    return driving.claimDue(limit).stream().map(ProviderCall::orderId).toList();
  }

  @Test
  void takesAFailureOfTheCodeForAnUnclearAnswer(@Autowired Patience patience) {
    var order = paidWith("pm_card_visa");
    Duration timeout = Duration.ofSeconds(10);
    long startBy = System.nanoTime() + timeout.toNanos();
    var call =
        new ProviderCall(
            order.id(),
            Operation.AUTHORIZE,
            "key",
            0,
            order.total(),
            order.token(),
            null,
            1,
            timeout,
            PlacedOrder.NOON,
            startBy,
            null);

    assertThat(drivingWithoutProvider(patience).perform(call).answer())
        .isEqualTo(new Unclear("IllegalStateException"));
  }

  private DrivingPayments drivingWithoutProvider(Patience patience) {
    return new DrivingPayments(
        payments,
        new FailingGateway(),
        outbox,
        paymentMetrics,
        tracing,
        patience,
        Clock.systemUTC());
  }

  private static final class FailingGateway implements PaymentGateway {

    @Override
    public ProviderAnswer ask(ProviderCall call) {
      throw new IllegalStateException("a bug");
    }

    @Override
    public ProviderRecord find(UUID orderId, @Nullable String reference, Money amount) {
      throw new IllegalStateException("a bug");
    }
  }

  private static List<PlacedOrder> orders(int count) {
    return IntStream.range(0, count).mapToObj(_ -> paidWith("pm_card_visa")).toList();
  }

  private String state(PlacedOrder order) {
    return states(List.of(order)).stream().findAny().orElse(null);
  }

  private List<String> states(List<PlacedOrder> orders) {
    UUID[] ids = orders.stream().map(PlacedOrder::id).toArray(UUID[]::new);
    List<String> states =
        jdbc.queryForList(
            "select state from payment where order_id = any (?)", String.class, (Object) ids);
    return states.size() < orders.size() ? List.of() : states;
  }

  private Map<String, Object> payment(PlacedOrder order) {
    return jdbc.queryForMap("select * from payment where order_id = ?", order.id());
  }

  private static List<Class<? extends Event>> events(PlacedOrder order) {
    return topics.answers(order.id()).stream()
        .<Class<? extends Event>>map(answer -> answer.data().getClass())
        .toList();
  }

  private List<?> books() {
    return jdbc.queryForList("select * from payment order by order_id");
  }

  private long parked(List<EventEnvelope<OrderEvent>> told) {
    UUID[] orders = told.stream().map(EventEnvelope::orderId).distinct().toArray(UUID[]::new);
    return jdbc.queryForObject(
        "select count(*) from parked_event where order_id = any (?)", Long.class, (Object) orders);
  }

  /** The same id always comes with the same event. */
  private static void assertEachAnswerIsOneAndTheSame() {
    Set<EventEnvelope<?>> events = new HashSet<>();
    Set<UUID> ids = new HashSet<>();
    topics
        .answers()
        .forEach(answer -> {
          events.add(answer);
          ids.add(answer.id());
        });
    assertThat(events).hasSameSizeAs(ids);
  }
}
