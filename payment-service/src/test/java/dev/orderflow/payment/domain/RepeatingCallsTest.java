package dev.orderflow.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An unknown outcome is asked about until it is known, and money is never asked for twice. */
class RepeatingCallsTest {

  private static final Duration A_SECOND = Duration.ofSeconds(1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "created                                        | authorize",
        "created, held, confirmed                       | capture",
        "created, held, cancelled                       | void",
        "created, held, confirmed, charged, cancelled#3 | refund"
      })
  void repeatsWithTheSameKey(String before, String operation) {
    Story story = Story.of(before);
    Set<String> keys = new HashSet<>();

    for (int attempt = 1; attempt <= 10; attempt++) {
      story.tell("ask");
      assertThat(story.call.attempt()).isEqualTo(attempt);
      keys.add(story.call.idempotencyKey());
      story.tell("unclear").after(Duration.ofSeconds(30));
    }

    assertThat(keys).containsExactly(operation + "-" + story.order.id() + "-0");
  }

  @Test
  void writesItsKeysInTheSameDigitsOnEveryMachine() {
    Locale here = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("fa"));

      Story story = Story.of("created").tell("ask");

      assertThat(story.call.idempotencyKey()).isEqualTo("authorize-" + story.order.id() + "-0");
    } finally {
      Locale.setDefault(here);
    }
  }

  @Test
  void waitsLongerAndLongerUpToABound() {
    Story story = Story.of("created");

    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30, 30}) {
      story.tell("unclear");
      assertThat(Duration.between(story.now, story.payment.nextAttemptAt()))
          .isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds));
    }
  }

  @Test
  void givesEachAttemptMoreTimeUpToABoundAndLeasesItForLonger() {
    Story story = Story.of("created");

    for (int seconds : new int[] {8, 16, 32, 40, 40}) {
      story.tell("ask");
      assertThat(story.call.timeout()).isEqualTo(Duration.ofSeconds(seconds));
      assertThat(story.payment.nextAttemptAt())
          .isAfter(story.now.plus(story.call.timeout()).plus(A_SECOND));
      story.tell("unclear");
    }
  }

  @Test
  void beginsTheNextOperationAtOnceWithATermOfItsOwn() {
    Story story = Story.of("created, unclear, unclear, held, confirmed");

    assertThat(story.payment.isToBegin()).isTrue();
    assertThat(story.payment.isDriven()).isFalse();
    assertThat(story.payment.attempts()).isZero();
    assertThat(story.payment.lastError()).isNull();
  }

  @Test
  void letsARunningCallEndBeforeTheNextOperationBegins() {
    Story story = Story.of("created, held, confirmed, ask");
    ProviderCall capture = story.call;

    story.tell("cancelled#3");

    assertThat(story.payment.isToBegin() && story.payment.isDriven()).isTrue();
    story.tell("unclear");
    assertThat(capture.operation()).isEqualTo(Operation.CAPTURE);
    assertThat(story.payment.isToBegin()).isTrue();
  }

  @Test
  void keepsTheLeaseOfTheLaterOfTwoAttempts() {
    Story story = Story.of("created, ask");
    ProviderCall first = story.call;
    story.after(Duration.ofSeconds(10)).tell("ask");
    var lease = story.payment.nextAttemptAt();

    story.payment.record(first, Story.answer("unclear"), story.moment(), Story.PATIENCE);

    assertThat(story.payment.nextAttemptAt()).isEqualTo(lease);
    assertThat(story.payment.lastError()).isNull();
  }

  @Test
  void searchesForAnAuthorizationWhoseKeyTheProviderHasForgotten() {
    Story story = Story.of("created, unclear").after(Duration.ofHours(24));

    story.tell("ask");

    assertThat(story.call.operation()).isEqualTo(Operation.LOOK_UP);
  }

  @Test
  void countsTheLifeOfAKeyFromItsFirstUse() {
    Story story = Story.of("created").after(Duration.ofHours(24)).tell("unclear");

    story.after(Duration.ofSeconds(1)).tell("ask");

    assertThat(story.call.operation()).isEqualTo(Operation.AUTHORIZE);
  }

  @Test
  void authorizesAnewOnlyWhenTheSearchHasHadTimeToKnow() {
    Story story = Story.of("created, keySpent, notFound");
    assertThat(story.next()).isEqualTo("LOOK_UP");

    story.after(Duration.ofHours(1)).tell("notFound, ask");

    assertThat(story.call.operation()).isEqualTo(Operation.AUTHORIZE);
    assertThat(story.call.idempotencyKey()).endsWith("-1");
    assertThat(story.call.token()).isEqualTo("pm_card_visa");
  }

  @Test
  void doesNotBelieveAnEarlySearchBecauseItIsRecordedLate() {
    Story story = Story.of("created, keySpent, ask").after(Duration.ofHours(1));

    story.tell("notFound");

    assertThat(story.next()).isEqualTo("LOOK_UP");
  }

  @Test
  void authorizesNothingAnewForACancelledOrder() {
    Story story = Story.of("created, keySpent, cancelled").after(Duration.ofHours(1));

    story.tell("notFound");

    assertThat(story.payment.state()).isEqualTo(PaymentState.VOIDED);
    assertThat(story.stated).isEqualTo("PaymentVoided 1");
  }

  @Test
  void takesAnotherKeyForAKnownPaymentWhoseKeyIsSpent() {
    Story story = Story.of("created, held, confirmed, keySpent, ask");

    assertThat(story.call.operation()).isEqualTo(Operation.CAPTURE);
    assertThat(story.call.idempotencyKey()).endsWith("-1");
    assertThat(story.call.attempt()).isEqualTo(2);
  }

  @Test
  void doesNotLetARefusalUnderAnOldKeyDecide() {
    Story story = Story.of("created, ask");
    ProviderCall old = story.call;
    story.tell("keySpent").after(Duration.ofHours(1)).tell("notFound, ask");

    var event = story.payment.record(old, Story.answer("refused"), story.moment(), Story.PATIENCE);

    assertThat(event).isEmpty();
    assertThat(story.payment.state()).isEqualTo(PaymentState.NEW);
  }

  @Test
  void tellsOperatorsWhatKeepsItWaiting() {
    Story story = Story.of("created, unclear");

    assertThat(story.payment.lastError()).isEqualTo("timed out");
    assertThat(story.payment.attempts()).isEqualTo(1);
  }

  @Test
  void printsNoToken() {
    Story story = Story.of("created, ask");

    assertThat(story.call.toString()).doesNotContain("pm_card");
  }
}
