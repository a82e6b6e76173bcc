package dev.orderflow.order.domain;

import static dev.orderflow.order.domain.OrderFixtures.DEMAND;
import static dev.orderflow.order.domain.OrderFixtures.ID;
import static dev.orderflow.order.domain.OrderFixtures.PLACED_AT;
import static dev.orderflow.order.domain.OrderFixtures.TOTAL;
import static dev.orderflow.order.domain.OrderFixtures.after;
import static dev.orderflow.order.domain.OrderFixtures.answeredOrder;
import static dev.orderflow.order.domain.OrderFixtures.captureFailed;
import static dev.orderflow.order.domain.OrderFixtures.captured;
import static dev.orderflow.order.domain.OrderFixtures.committed;
import static dev.orderflow.order.domain.OrderFixtures.confirmedOrder;
import static dev.orderflow.order.domain.OrderFixtures.declined;
import static dev.orderflow.order.domain.OrderFixtures.declinedBecauseOf;
import static dev.orderflow.order.domain.OrderFixtures.placedOrder;
import static dev.orderflow.order.domain.OrderFixtures.refunded;
import static dev.orderflow.order.domain.OrderFixtures.rejected;
import static dev.orderflow.order.domain.OrderFixtures.released;
import static dev.orderflow.order.domain.OrderFixtures.reserved;
import static dev.orderflow.order.domain.OrderFixtures.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static final Moment NOW = after(Duration.ofSeconds(1));

  @Test
  void statesWhatWasOrdered() {
    Order order = placedOrder();

    OrderCreated created = order.created();

    assertThat(created.orderNumber()).isEqualTo("OF-100001");
    assertThat(created.total()).isEqualTo(TOTAL);
    assertThat(created.paymentToken()).isEqualTo("pm_card_visa");
  }

  @Test
  void confirmsTheOrderWhenStockIsReservedAndPaymentSucceeded() {
    Order order = placedOrder();

    Reaction first = order.authorized(succeeded(), NOW);
    Reaction second = order.reserved(reserved(), NOW);

    assertThat(first.statement()).isNull();
    assertThat(second.statement()).isInstanceOf(OrderConfirmed.class);
    assertThat(order.confirmedAt()).isEqualTo(NOW.now());
    assertThat(order.isSettled()).isFalse();
  }

  @Test
  void cancelsTheOrderWhenStockIsRejectedAndNamesWhatIsShort() {
    Order order = placedOrder();

    OrderCancelled cancelled = (OrderCancelled) order.rejected(rejected(), NOW).statement();

    assertThat(cancelled.reason()).isEqualTo(CancellationReason.OUT_OF_STOCK);
    assertThat(cancelled.detail()).isEqualTo("MUG-01: 2 ordered, 1 available");
  }

  @Test
  void cancelsTheOrderWhenThePaymentIsDeclined() {
    Order order = placedOrder();

    OrderCancelled cancelled = (OrderCancelled) order.paymentFailed(declined(), NOW).statement();

    assertThat(cancelled.reason()).isEqualTo(CancellationReason.PAYMENT_DECLINED);
    assertThat(cancelled.detail()).isEqualTo("Your card was declined.");
  }

  @Test
  void tellsTheBeginningOfALongReasonOnly() {
    Order order = placedOrder();
    String reason = "😀".repeat(400_000);

    OrderCancelled cancelled =
        (OrderCancelled) order.paymentFailed(declinedBecauseOf(reason), NOW).statement();

    assertThat(cancelled.detail()).isEqualTo("😀".repeat(Order.LONGEST_DETAIL));
  }

  @Test
  void refusesQuantitiesThatAddUpToMoreThanCanBeCounted() {
    StockLine lamp = new StockLine("LAMP-01", 1);
    StockLine most = new StockLine("MUG-01", Long.MAX_VALUE);
    StockLine four = new StockLine("MUG-01", 4);
    InventoryReserved reserved = new InventoryReserved(ID, List.of(lamp, most, most, four));

    assertContradiction(() -> placedOrder().reserved(reserved, NOW));
  }

  @Test
  void forgetsThePaymentTokenOnceItIsDecided() {
    Order order = confirmedOrder();

    assertThatThrownBy(order::created).isInstanceOf(NullPointerException.class);
  }

  @Test
  void cancelsAPendingOrderForItsCustomerAtAnyTime() {
    Order order = placedOrder();

    Reaction reaction = order.cancelForCustomer(after(Duration.ofDays(3)));

    assertThat(reaction.statement()).isInstanceOf(OrderCancelled.class);
    assertThat(order.cancellationReason()).isEqualTo(CancellationReason.CUSTOMER_REQUEST);
  }

  @Test
  void cancelsAConfirmedOrderForItsCustomerWithinTheWindowOnly() {
    Moment lastMoment = after(Duration.ofMinutes(30));
    Moment tooLate = after(Duration.ofMinutes(30).plusNanos(1));

    Order late = confirmedOrder();
    Order inTime = confirmedOrder();

    assertThatThrownBy(() -> late.cancelForCustomer(tooLate))
        .isInstanceOfSatisfying(
            CancellationRefused.class,
            refused ->
                assertThat(refused.why()).isEqualTo(CancellationRefused.Cause.WINDOW_CLOSED));
    assertThat(inTime.cancelForCustomer(lastMoment).statement()).isNotNull();
  }

  @Test
  void answersARepeatedCancellationWithTheOrderAsItIs() {
    Order order = placedOrder();
    order.cancelForCustomer(NOW);

    assertThat(order.cancelForCustomer(NOW)).isEqualTo(Reaction.REPEATED);
  }

  @Test
  void refusesToCancelWhatEndedForAnotherReason() {
    Order order = placedOrder();
    order.rejected(rejected(), NOW);

    assertThatThrownBy(() -> order.cancelForCustomer(NOW)).isInstanceOf(CancellationRefused.class);
  }

  @Test
  void expiresAtItsDeadlineAndNotBefore() {
    Order order = placedOrder();

    Reaction early = order.expire(after(Duration.ofMinutes(15).minusNanos(1)));
    Reaction due = order.expire(after(Duration.ofMinutes(15)));

    assertThat(early.statement()).isNull();
    assertThat(due.statement()).isInstanceOf(OrderCancelled.class);
    assertThat(order.cancellationReason()).isEqualTo(CancellationReason.EXPIRED);
  }

  @Test
  void neverExpiresOnceItIsConfirmed() {
    Order order = confirmedOrder();

    assertThat(order.expire(after(Duration.ofDays(1))).statement()).isNull();
  }

  @Test
  void refusesAnotherAmountThanItsTotal() {
    PaymentSucceeded tooLittle = new PaymentSucceeded(ID, Money.of("75.79", "EUR"), "pi_1");
    PaymentSucceeded otherCurrency = new PaymentSucceeded(ID, Money.of("75.80", "USD"), "pi_1");

    assertContradiction(() -> placedOrder().authorized(tooLittle, NOW));
    assertContradiction(() -> placedOrder().authorized(otherCurrency, NOW));
  }

  @Test
  void refusesOtherGoodsThanItsLines() {
    List<StockLine> other = List.of(new StockLine("MUG-01", 2));

    assertContradiction(() -> placedOrder().reserved(new InventoryReserved(ID, other), NOW));
    assertContradiction(() -> confirmedOrder().committed(new InventoryCommitted(ID, other)));
    assertContradiction(() -> placedOrder().rejected(new InventoryRejected(ID, List.of()), NOW));
    assertContradiction(() ->
        placedOrder()
            .rejected(new InventoryRejected(ID, List.of(new Shortage("CHAIR-01", 2, 0))), NOW));
  }

  @Test
  void takesNothingHeldForAnAnswerToItsCancellation() {
    Order order = placedOrder();
    order.cancelForCustomer(NOW);

    order.released(new InventoryReleased(ID, List.of()));
    order.voided(OrderFixtures.voided());

    assertThat(order.isSettled()).isTrue();
  }

  @Test
  void isNotSettledBeforeItsCancellationIsAnsweredEvenWhereNothingWasHeld() {
    Order order = placedOrder();
    order.paymentFailed(declined(), NOW);
    order.rejected(rejected(), NOW);

    boolean onlyRefused = order.isSettled();
    order.released(new InventoryReleased(ID, List.of()));
    boolean onlyReleased = order.isSettled();
    order.voided(OrderFixtures.voided());

    assertThat(onlyRefused).isFalse();
    assertThat(onlyReleased).isFalse();
    assertThat(order.isSettled()).isTrue();
  }

  @Test
  void isSettledWhenAConfirmedOrderIsCommittedAndCaptured() {
    Order order = confirmedOrder();

    order.committed(committed());
    boolean halfway = order.isSettled();
    order.captured(captured());

    assertThat(halfway).isFalse();
    assertThat(order.isSettled()).isTrue();
  }

  @Test
  void isSettledAgainWhenACancelledOrderIsReturnedAndRefunded() {
    Order order = answeredOrder();

    order.cancelForCustomer(NOW);
    boolean cancelled = order.isSettled();
    order.released(released());
    order.refunded(refunded());

    assertThat(cancelled).isFalse();
    assertThat(order.isSettled()).isTrue();
  }

  @Test
  void isSettledWhenAChargeThatWasRefusedIsFoundAndRefunded() {
    Order order = confirmedOrder();
    order.paymentFailed(captureFailed(), NOW);

    order.released(released());
    order.captured(captured());
    boolean charged = order.isSettled();
    order.refunded(refunded());

    assertThat(charged).isFalse();
    assertThat(order.isSettled()).isTrue();
  }

  @Test
  void waitsForNobodyOnceItIsSettledAndItsCustomerWasTold() {
    Order order = confirmedOrder();
    order.committed(committed());
    order.captured(captured());
    Object waiting = order.redriveAt();

    order.mailed(sent(NotificationKind.ORDER_CONFIRMED));

    assertThat(waiting).isNotNull();
    assertThat(order.isAnswered()).isTrue();
    assertThat(order.redriveAt()).isNull();
  }

  @Test
  void waitsAgainWhenItIsCancelledAfterAll() {
    Order order = answeredOrder();

    order.cancelForCustomer(NOW);

    assertThat(order.redriveAt()).isEqualTo(NOW.now().plusSeconds(30));
  }

  @Test
  void waitsForTheMailAboutItsConfirmationEvenWhenItIsCancelled() {
    Order order = confirmedOrder();
    order.cancelForCustomer(NOW);
    order.released(released());
    order.voided(OrderFixtures.voided());

    order.mailed(sent(NotificationKind.ORDER_CANCELLED));
    boolean answeredByHalf = order.isAnswered();
    order.mailed(sent(NotificationKind.ORDER_CONFIRMED));

    assertThat(answeredByHalf).isFalse();
    assertThat(order.isAnswered()).isTrue();
    assertThat(order.redriveAt()).isNull();
  }

  @Test
  void takesARefusedMailForAnAnswer() {
    Order order = confirmedOrder();
    order.committed(committed());
    order.captured(captured());

    order.notMailed(failed(NotificationKind.ORDER_CONFIRMED));

    assertThat(order.isAnswered()).isTrue();
  }

  @Test
  void refusesMailsAboutOutcomesThatNeverWere() {
    assertForbidden(() -> placedOrder().mailed(sent(NotificationKind.ORDER_CONFIRMED)));
    assertForbidden(() -> confirmedOrder().mailed(sent(NotificationKind.ORDER_CANCELLED)));
  }

  @Test
  void hearsOfAMailOnceAndNeverTheOpposite() {
    Order order = confirmedOrder();
    order.mailed(sent(NotificationKind.ORDER_CONFIRMED));

    Reaction again = order.mailed(sent(NotificationKind.ORDER_CONFIRMED));

    assertThat(again).isEqualTo(Reaction.REPEATED);
    assertContradiction(() -> order.notMailed(failed(NotificationKind.ORDER_CONFIRMED)));
  }

  @Test
  void doublesTheWaitsBetweenReDrivesUpToABound() {
    Order order = placedOrder();

    List<Duration> waits = Stream.generate(() -> waitAfterReDrive(order)).limit(4).toList();

    assertThat(order.redrives()).isEqualTo(4);
    assertThat(waits).extracting(Duration::toSeconds).containsExactly(60L, 120L, 120L, 120L);
  }

  @Test
  void asksMoreAndMoreRarelyForAnAnswerThatIsMissingForLong() {
    Order order = confirmedOrder();
    Instant begin = order.statedAt();

    while (order.redriveAt().isBefore(begin.plus(Duration.ofHours(2)))) waitAfterReDrive(order);
    Duration afterTwoHours = waitAfterReDrive(order);
    while (order.redriveAt().isBefore(begin.plus(Duration.ofDays(1)))) waitAfterReDrive(order);
    Duration afterADay = waitAfterReDrive(order);

    assertThat(afterTwoHours).isEqualTo(OrderFixtures.TERMS.redriveAtMost());
    assertThat(afterADay).isBetween(Duration.ofMinutes(80), Duration.ofMinutes(95));
  }

  private static Duration waitAfterReDrive(Order order) {
    Moment due = new Moment(order.redriveAt(), OrderFixtures.TERMS);
    order.redrive(due);
    return Duration.between(due.now(), order.redriveAt());
  }

  @Test
  void repeatsItsConfirmationBesidesItsCancellationUntilTheMailAboutItIsAnsweredFor() {
    List<String> statements = List.of("created", "confirmed", "cancelled");
    Order order = confirmedOrder();
    order.cancelForCustomer(NOW);

    List<String> before = order.unanswered(statements);
    order.mailed(sent(NotificationKind.ORDER_CONFIRMED));
    List<String> after = order.unanswered(statements);

    assertThat(before).containsExactly("confirmed", "cancelled");
    assertThat(after).containsExactly("cancelled");
  }

  @Test
  void repeatsOnlyItsCancellationWhenItWasNeverConfirmed() {
    Order order = placedOrder();
    order.cancelForCustomer(NOW);

    List<String> unanswered = order.unanswered(List.of("created", "cancelled"));

    assertThat(unanswered).containsExactly("cancelled");
  }

  @Test
  void doesNotReDriveWhatItHasOnlyJustStated() {
    Order order = placedOrder();
    Moment almostDue = after(Duration.ofSeconds(29));
    order.reserved(reserved(), almostDue);
    order.authorized(succeeded(), almostDue);

    boolean published = order.redrive(after(Duration.ofSeconds(30)));

    assertThat(published).isFalse();
    assertThat(order.redriveAt()).isEqualTo(PLACED_AT.plusSeconds(59));
  }

  @Test
  void wakesAtItsDeadlineHoweverLongItsWaitHasGrown() {
    Order order = placedOrder();

    order.redrive(after(Duration.ofMinutes(14).plusSeconds(50)));

    assertThat(order.redriveAt()).isEqualTo(order.deadlineAt());
  }

  @Test
  void numbersItsStatementsAndTheEntriesOfItsHistory() {
    Order order = placedOrder();
    EventEnvelope<?> fact = EventEnvelope.of(reserved(), 1, PLACED_AT, null);

    Entry created = order.state(order.created(), PLACED_AT, null);
    Entry heard = order.hear(fact, PLACED_AT);

    assertThat(created.version()).isEqualTo(1);
    assertThat(created.event().sequence()).isEqualTo(1);
    assertThat(heard).isEqualTo(new Entry(2, fact));
    assertThat(order.version()).isEqualTo(2);
  }

  @Test
  void knowsWhichFactsItMayHaveHeard() {
    Order order = placedOrder();
    EventEnvelope<?> first = EventEnvelope.of(reserved(), 1, PLACED_AT, null);
    EventEnvelope<?> second =
        EventEnvelope.of(new InventoryReleased(ID, DEMAND), 2, PLACED_AT, UUID.randomUUID());

    order.hear(first, PLACED_AT);

    assertThat(order.mayHaveHeard(first)).isTrue();
    assertThat(order.mayHaveHeard(second)).isFalse();
    assertThat(order.mayHaveHeard(EventEnvelope.of(succeeded(), 1, PLACED_AT, null))).isFalse();
  }

  private static NotificationSent sent(NotificationKind kind) {
    return new NotificationSent(ID, kind, "<1@orderflow>");
  }

  private static NotificationFailed failed(NotificationKind kind) {
    return new NotificationFailed(ID, kind, "<1@orderflow>", "550", null);
  }

  private static void assertContradiction(ThrowingCallable call) {
    assertRefusal(call, Refusal.Reason.CONTRADICTION);
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertRefusal(call, Refusal.Reason.FORBIDDEN_TRANSITION);
  }

  private static void assertRefusal(ThrowingCallable call, Refusal.Reason reason) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
  }
}
