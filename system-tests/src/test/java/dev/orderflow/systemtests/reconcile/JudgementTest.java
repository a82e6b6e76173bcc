package dev.orderflow.systemtests.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Invariants.Violation;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgementTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final UUID SETTLED = placedAt(NOON, 1);
  private static final UUID YOUNG = placedAt(NOON, 2);
  private static final UUID OLD = placedAt(NOON.minusSeconds(3600), 3);

  private final Judgement judgement =
      new Judgement(
          Set.of(SETTLED),
          Set.of("BUSY-01"),
          NOON.minusSeconds(1200),
          Instant.EPOCH,
          Instant.EPOCH);

  @Test
  void countsWhatIsWrongWithSettledOrdersAndWithOldOnes() {
    assertThat(judgement.counts(about("M1", SETTLED))).isTrue();
    assertThat(judgement.counts(about("O3", OLD))).isTrue();
  }

  @Test
  void countsWhatARecordWouldTellAsLongAsAllRecordsOfTheOrderAreThere() {
    Judgement trimmed = keptSince(NOON.minusSeconds(60), Instant.EPOCH);

    assertThat(trimmed.counts(about("E1", SETTLED))).isTrue();
    assertThat(trimmed.counts(about("E1", OLD))).isFalse();
    assertThat(trimmed.counts(about("E2", "order-service on " + OLD))).isFalse();
    assertThat(trimmed.counts(about("N1", OLD))).isTrue();
    assertThat(trimmed.counts(about("M1", OLD))).isTrue();
  }

  @Test
  void countsWhatAMailWouldTellAsLongAsAllMailsOfTheOrderAreThere() {
    Judgement trimmed = keptSince(Instant.EPOCH, NOON.minusSeconds(60));

    assertThat(trimmed.counts(about("N1", SETTLED))).isTrue();
    assertThat(trimmed.counts(about("N1", OLD))).isFalse();
    assertThat(trimmed.counts(about("E1", OLD))).isTrue();
  }

  @Test
  void takesAFullInboxForOneThatThrowsMailsAway() {
    List<Facts.Mail> few = Collections.nCopies(9_999, mailedAt(NOON));
    List<Facts.Mail> many = Collections.nCopies(10_000, mailedAt(NOON));

    assertThat(ofMails(few).mailsSince()).isEqualTo(Instant.EPOCH);
    assertThat(ofMails(many).mailsSince()).isEqualTo(NOON);
  }

  private static Judgement ofMails(List<Facts.Mail> mails) {
    Facts facts =
        new Facts(
            List.of(), List.of(), List.of(), List.of(), List.of(), mails, List.of(), List.of(),
            List.of(), Map.of(), Map.of(), List.of());
    return Judgement.of(facts, NOON, Instant.EPOCH);
  }

  private static Facts.Mail mailedAt(Instant received) {
    return new Facts.Mail("", "", "", received);
  }

  private static Judgement keptSince(Instant records, Instant mails) {
    return new Judgement(Set.of(), Set.of(), NOON.plusSeconds(1), records, mails);
  }

  @Test
  void doesNotCountAnOrderThatIsUnderWay() {
    assertThat(judgement.counts(about("O3", YOUNG))).isFalse();
  }

  @Test
  void findsTheOrderInsideASubject() {
    assertThat(judgement.counts(about("E2", "order-service on " + YOUNG))).isFalse();
    assertThat(Judgement.orderOf(about("E2", "order-service on " + OLD))).contains(OLD);
  }

  @ParameterizedTest
  @CsvSource({
    "S1, BUSY-01, true",
    "S2, BUSY-01, false",
    "S2, MUG-01, true",
    "O3, order-service, false",
    "O2, anonymous/key, true",
    "P1, order-service payments-0@1, true"
  })
  void countsWhatIsAboutNoOrder(String invariant, String subject, boolean counts) {
    assertThat(judgement.counts(about(invariant, subject))).isEqualTo(counts);
  }

  private static Violation about(String invariant, Object subject) {
    return new Violation(invariant, subject.toString(), "wrong");
  }

  private static UUID placedAt(Instant time, long rest) {
    return new UUID(time.toEpochMilli() << 16, rest);
  }
}
