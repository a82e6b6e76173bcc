package dev.orderflow.payment.domain;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.payment.PlacedOrder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentTest {

  /** Every state and goal × what order-service may say. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # told before                                    | then        | states                   | asks next
                                                           | created     | -                        | AUTHORIZE
                                                           | cancelled   | PaymentVoided 1          | -
                                                           | cancelled#3 | -                        | LOOK_UP
          created                                          | created     | - again                  | AUTHORIZE
          created                                          | confirmed   | FORBIDDEN_TRANSITION     | AUTHORIZE
          created                                          | cancelled   | PaymentVoided 1          | -
          created                                          | cancelled#3 | -                        | LOOK_UP
          created, confirmed                               | cancelled#3 | -                        | LOOK_UP
          created, ask                                     | cancelled   | -                        | AUTHORIZE
          created, ask                                     | cancelled#3 | -                        | LOOK_UP
          created, ask, cancelled#3                        | refused     | -                        | LOOK_UP
          created, unclear                                 | cancelled   | -                        | AUTHORIZE
          created, keySpent                                | cancelled   | -                        | LOOK_UP
          created, held                                    | created     | PaymentSucceeded 1 again | -
          created, held                                    | confirmed   | -                        | CAPTURE
          created, held                                    | cancelled   | -                        | VOID
          created, held, confirmed                         | created     | PaymentSucceeded 1 again | CAPTURE
          created, held, confirmed                         | confirmed   | PaymentSucceeded 1 again | CAPTURE
          created, held, confirmed                         | cancelled#3 | -                        | VOID
          created, held, confirmed, unclear                | cancelled#3 | -                        | VOID
          created, held, cancelled                         | created     | PaymentSucceeded 1 again | VOID
          created, held, cancelled                         | cancelled   | PaymentSucceeded 1 again | VOID
          created, held, cancelled                         | confirmed#3 | FORBIDDEN_TRANSITION     | VOID
          created, held, cancelled#3                       | confirmed   | PaymentSucceeded 1 again | VOID
          created, refused                                 | created     | PaymentFailed 1 again    | -
          created, refused                                 | confirmed   | FORBIDDEN_TRANSITION     | -
          created, refused                                 | cancelled   | PaymentVoided 2          | -
          created, held, confirmed, charged                | created     | PaymentCaptured 2 again  | -
          created, held, confirmed, charged                | confirmed   | PaymentCaptured 2 again  | -
          created, held, confirmed, charged                | cancelled#3 | -                        | REFUND
          created, held, confirmed, charged, cancelled#3   | created     | PaymentCaptured 2 again  | REFUND
          created, held, confirmed, charged, cancelled#3   | confirmed   | PaymentCaptured 2 again  | REFUND
          created, held, confirmed, charged, cancelled#3   | cancelled#3 | PaymentCaptured 2 again  | REFUND
          created, held, confirmed, refused                | created     | PaymentFailed 2 again    | -
          created, held, confirmed, refused                | confirmed   | PaymentFailed 2 again    | -
          created, held, confirmed, refused                | cancelled#3 | -                        | VOID
          created, held, confirmed, refused, cancelled#3   | confirmed   | PaymentFailed 2 again    | VOID
          created, held, cancelled, released               | created     | PaymentVoided 2 again    | -
          created, held, cancelled, released               | cancelled   | PaymentVoided 2 again    | -
          created, held, cancelled, released               | confirmed#3 | FORBIDDEN_TRANSITION     | -
          cancelled                                        | created     | PaymentVoided 1 again    | -
          cancelled                                        | cancelled   | PaymentVoided 1 again    | -
          cancelled                                        | confirmed#3 | FORBIDDEN_TRANSITION     | -
          cancelled#3                                      | created     | - again                  | LOOK_UP
          cancelled#3                                      | confirmed   | - again                  | LOOK_UP
          cancelled#3                                      | cancelled#3 | - again                  | LOOK_UP
          cancelled#3, released                            | created     | PaymentVoided 1 again    | -
          cancelled#3, released                            | confirmed   | PaymentVoided 1 again    | -
          created, held, confirmed, charged, cancelled#3, paidBack | created     | PaymentRefunded 3 again | -
          created, held, confirmed, charged, cancelled#3, paidBack | confirmed   | PaymentRefunded 3 again | -
          created, held, confirmed, charged, cancelled#3, paidBack | cancelled#3 | PaymentRefunded 3 again | -
          """)
  void answersWhatOrderServiceSays(String before, String then, String states, String asks) {
    Story story = Story.of(before);

    story.tell(then);

    assertThat(story.stated).isEqualTo(states);
    assertThat(story.next()).isEqualTo(asks);
  }

  /** Every state and goal in which the provider is asked × what it may answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # told before                                  | answer   | states             | state          | asks next
          created                                        | held     | PaymentSucceeded 1 | AUTHORIZED     | -
          created                                        | charged  | PaymentSucceeded 1 | AUTHORIZED     | -
          created                                        | released | PaymentFailed 1    | DECLINED       | -
          created                                        | paidBack | -                  | NEW            | AUTHORIZE
          created                                        | refused  | PaymentFailed 1    | DECLINED       | -
          created                                        | notFound | -                  | NEW            | AUTHORIZE
          created                                        | unclear  | -                  | NEW            | AUTHORIZE
          created                                        | keySpent | -                  | NEW            | LOOK_UP
          created, keySpent                              | held     | PaymentSucceeded 1 | AUTHORIZED     | -
          created, keySpent                              | charged  | PaymentSucceeded 1 | AUTHORIZED     | -
          created, keySpent                              | released | PaymentFailed 1    | DECLINED       | -
          created, keySpent                              | paidBack | -                  | NEW            | LOOK_UP
          created, keySpent                              | refused  | PaymentFailed 1    | DECLINED       | -
          created, keySpent                              | notFound | -                  | NEW            | LOOK_UP
          created, keySpent                              | unclear  | -                  | NEW            | LOOK_UP
          created, keySpent                              | keySpent | -                  | NEW            | LOOK_UP
          created, ask, cancelled                        | held     | PaymentSucceeded 1 | AUTHORIZED     | VOID
          created, ask, cancelled                        | charged  | PaymentSucceeded 1 | AUTHORIZED     | VOID
          created, ask, cancelled                        | released | PaymentVoided 1    | VOIDED         | -
          created, ask, cancelled                        | paidBack | -                  | NEW            | AUTHORIZE
          created, ask, cancelled                        | refused  | PaymentVoided 1    | VOIDED         | -
          created, ask, cancelled                        | notFound | -                  | NEW            | AUTHORIZE
          created, ask, cancelled                        | unclear  | -                  | NEW            | AUTHORIZE
          created, ask, cancelled                        | keySpent | -                  | NEW            | LOOK_UP
          cancelled#3                                    | held     | PaymentSucceeded 1 | AUTHORIZED     | VOID
          cancelled#3                                    | charged  | PaymentSucceeded 1 | AUTHORIZED     | VOID
          cancelled#3                                    | released | PaymentVoided 1    | VOIDED         | -
          cancelled#3                                    | paidBack | -                  | NEW            | LOOK_UP
          cancelled#3                                    | refused  | PaymentVoided 1    | VOIDED         | -
          cancelled#3                                    | notFound | -                  | NEW            | LOOK_UP
          cancelled#3                                    | unclear  | -                  | NEW            | LOOK_UP
          cancelled#3                                    | keySpent | -                  | NEW            | LOOK_UP
          created, held, confirmed                       | held     | -                  | AUTHORIZED     | CAPTURE
          created, held, confirmed                       | charged  | PaymentCaptured 2  | CAPTURED       | -
          created, held, confirmed                       | released | PaymentFailed 2    | CAPTURE_FAILED | -
          created, held, confirmed                       | paidBack | -                  | AUTHORIZED     | CAPTURE
          created, held, confirmed                       | refused  | PaymentFailed 2    | CAPTURE_FAILED | -
          created, held, confirmed                       | notFound | -                  | AUTHORIZED     | CAPTURE
          created, held, confirmed                       | unclear  | -                  | AUTHORIZED     | CAPTURE
          created, held, confirmed                       | keySpent | -                  | AUTHORIZED     | CAPTURE
          created, held, confirmed, ask, cancelled#3     | held     | -                  | AUTHORIZED     | VOID
          created, held, confirmed, ask, cancelled#3     | charged  | PaymentCaptured 2  | CAPTURED       | REFUND
          created, held, confirmed, ask, cancelled#3     | released | PaymentVoided 2    | VOIDED         | -
          created, held, confirmed, ask, cancelled#3     | paidBack | -                  | AUTHORIZED     | VOID
          created, held, confirmed, ask, cancelled#3     | refused  | -                  | AUTHORIZED     | VOID
          created, held, confirmed, ask, cancelled#3     | notFound | -                  | AUTHORIZED     | VOID
          created, held, confirmed, ask, cancelled#3     | unclear  | -                  | AUTHORIZED     | VOID
          created, held, confirmed, ask, cancelled#3     | keySpent | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | held     | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | charged  | PaymentCaptured 2  | CAPTURED       | REFUND
          created, held, cancelled                       | released | PaymentVoided 2    | VOIDED         | -
          created, held, cancelled                       | paidBack | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | refused  | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | notFound | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | unclear  | -                  | AUTHORIZED     | VOID
          created, held, cancelled                       | keySpent | -                  | AUTHORIZED     | VOID
          created, held, confirmed, refused, cancelled#3 | held     | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, refused, cancelled#3 | charged  | PaymentCaptured 3  | CAPTURED       | REFUND
          created, held, confirmed, refused, cancelled#3 | released | PaymentVoided 3    | VOIDED         | -
          created, held, confirmed, refused, cancelled#3 | paidBack | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, refused, cancelled#3 | refused  | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, refused, cancelled#3 | notFound | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, refused, cancelled#3 | unclear  | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, refused, cancelled#3 | keySpent | -                  | CAPTURE_FAILED | VOID
          created, held, confirmed, charged, cancelled#3 | held     | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | charged  | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | released | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | paidBack | PaymentRefunded 3  | REFUNDED       | -
          created, held, confirmed, charged, cancelled#3 | refused  | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | notFound | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | unclear  | -                  | CAPTURED       | REFUND
          created, held, confirmed, charged, cancelled#3 | keySpent | -                  | CAPTURED       | REFUND
          """)
  void takesInWhatTheProviderAnswers(
      String before, String answer, String states, PaymentState state, String asks) {
    Story story = Story.of(before);

    story.tell(answer);

    assertThat(story.stated).isEqualTo(states);
    assertThat(story.payment.state()).isEqualTo(state);
    assertThat(story.next()).isEqualTo(asks);
    assertThat(story.payment.isDriven() || story.payment.isToBegin()).isEqualTo(!asks.equals("-"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # of a call from before          | comes after all of this
          created, ask                     | held, confirmed, charged
          created, ask                     | held, confirmed, charged, cancelled#3
          created, ask                     | held, cancelled, released
          created, held, confirmed, ask    | charged, cancelled#3, paidBack
          created, held, confirmed, ask    | refused, cancelled#3, released
          """)
  void ignoresAnUnclearAnswerThatComesTooLate(String before, String since) {
    Story story = Story.of(before);
    ProviderCall late = story.call;
    story.tell("forget").tell(since);
    var next = story.payment.nextAttemptAt();

    for (String answer : new String[] {"unclear", "keySpent", "notFound", "refused"}) {
      assertThat(story.payment.record(late, Story.answer(answer), story.moment(), Story.PATIENCE))
          .isEmpty();
    }

    assertThat(story.payment.nextAttemptAt()).isEqualTo(next);
    assertThat(story.payment.keyRound).isZero();
  }

  @Test
  void findsWhatWasHeldOrChargedBeforeItsRowWasLost() {
    assertThat(Story.retold("created").next()).isEqualTo("LOOK_UP");
    assertThat(Story.retold("created, charged, confirmed, charged").stated)
        .isEqualTo("PaymentCaptured 2");
    assertThat(Story.retold("created, cancelled, held").next()).isEqualTo("VOID");
    assertThat(Story.retold("cancelled, held").next()).isEqualTo("VOID");
  }

  @Test
  void asksForWhatTheProviderDoesNotKnowOnceItsSearchIsBelieved() {
    Story story = Story.retold("created, notFound");
    assertThat(story.next()).isEqualTo("LOOK_UP");

    story.after(Duration.ofHours(2)).tell("notFound");

    assertThat(story.next()).isEqualTo("AUTHORIZE");
  }

  @Test
  void statesNoChargeBeforeTheOrderIsDecided() {
    Story story = Story.of("created, ask");
    ProviderCall late = story.call;
    story.tell("forget, held");

    var event = story.payment.record(late, Story.answer("charged"), story.moment(), Story.PATIENCE);

    assertThat(event).isEmpty();
    assertThat(story.tell("confirmed, charged").stated).isEqualTo("PaymentCaptured 2");
  }

  @Test
  void asksMoreAndMoreRarelyWhenEachKeyComesToNothing() {
    Story story = Story.of("created, held, confirmed, charged, cancelled#3");

    List<Duration> pauses = Stream.generate(() -> pauseAfterSpentKey(story)).limit(9).toList();

    assertThat(pauses.getFirst()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(pauses.subList(1, 5))
        .extracting(Duration::toSeconds)
        .containsExactly(30L, 60L, 120L, 240L);
    assertThat(pauses.getLast()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void asksAsSoonAsEverAfterSpentKeysOfAnythingButARefund() {
    Story story = Story.of("created, held, confirmed");

    for (int key = 1; key <= 6; key++) {
      assertThat(pauseAfterSpentKey(story)).isLessThanOrEqualTo(Story.PATIENCE.longestPause());
    }

    story.tell("cancelled#3");
    assertThat(Duration.between(story.now, story.payment.nextAttemptAt()))
        .isLessThanOrEqualTo(Story.PATIENCE.longestPause());
  }

  @Test
  void countsTheKeysOfEachOperationForItself() {
    Story story = Story.of("created, held, confirmed, keySpent, keySpent, charged, cancelled#3");

    assertThat(pauseAfterSpentKey(story)).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void refundsWhatSomebodyElseHasCapturedInPart() {
    Story story = Story.of("created, held, confirmed");

    story.tell("refused").tell("cancelled#3").tell("charged").tell("paidBack");

    assertThat(story.stated).isEqualTo("PaymentRefunded 4");
    assertThat(story.next()).isEqualTo("-");
  }

  private static Duration pauseAfterSpentKey(Story story) {
    story.tell("keySpent");
    return Duration.between(story.now, story.payment.nextAttemptAt());
  }

  @Test
  void statesTheSameEventAgainHoweverOftenItIsAsked() {
    Story story = Story.of("created, held, confirmed, charged");
    var first = story.payment.answer();

    story.after(Duration.ofDays(400)).tell("created, confirmed, created");

    assertThat(story.payment.answer()).isEqualTo(first);
  }

  @Test
  void namesTheEventOfTheOrderThatAskedForIt() {
    PlacedOrder order = paidWith("pm_card_visa");
    Story story = new Story(order).tell("created, ask, cancelled, held");

    var succeeded = story.payment.answer().orElseThrow();
    story.tell("released");
    var voided = story.payment.answer().orElseThrow();

    assertThat(succeeded.data()).isEqualTo(new PaymentSucceeded(order.id(), order.total(), "pi_1"));
    assertThat(succeeded.causationId()).isEqualTo(order.created().id());
    assertThat(voided.data()).isEqualTo(new PaymentVoided(order.id(), "pi_1"));
    assertThat(voided.causationId()).isEqualTo(order.cancelled().id());
  }

  @Test
  void passesOnWhyTheProviderRefused() {
    PlacedOrder order = paidWith("pm_card_chargeDeclinedInsufficientFunds");
    Story story = new Story(order).tell("created, refused");

    assertThat(story.payment.answer().orElseThrow().data())
        .isEqualTo(
            new PaymentFailed(
                order.id(),
                order.total(),
                PaymentStage.AUTHORIZATION,
                "insufficient_funds",
                "No money."));
  }

  @Test
  void forgetsTheTokenWithTheFirstAnswer() {
    assertThat(Story.of("created").payment.token).isEqualTo("pm_card_visa");
    assertThat(Story.of("created, unclear").payment.token).isEqualTo("pm_card_visa");
    assertThat(Story.of("created, held").payment.token).isNull();
    assertThat(Story.of("created, refused").payment.token).isNull();
    assertThat(Story.of("created, cancelled").payment.token).isNull();
  }

  @Test
  void refusesAnOrderToldWithAnotherAmountOrToken() {
    Story story = Story.of("created");
    PlacedOrder dearer = story.order.retoldAt("25.81", "EUR");
    PlacedOrder inDollars = story.order.retoldAt("25.80", "USD");

    for (var told :
        List.of(
            dearer.created(),
            dearer.confirmed(),
            dearer.cancelled(),
            inDollars.created(),
            story.order.retoldWith("pm_card_mastercard").created())) {
      story.hear(told);

      assertThat(story.stated).isEqualTo("CONTRADICTION");
      assertThat(story.next()).isEqualTo("AUTHORIZE");
      assertThat(story.payment.goal()).isEqualTo(PaymentGoal.AUTHORIZED);
    }
  }

  @Test
  void doesNotKnowAConfirmedOrderThatWasNeverCreated() {
    assertThat(Story.of("confirmed").stated).isEqualTo("UNKNOWN_ORDER");
  }
}
