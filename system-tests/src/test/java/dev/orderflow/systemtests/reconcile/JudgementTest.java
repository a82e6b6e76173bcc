package dev.orderflow.systemtests.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.systemtests.Invariants.Violation;
import java.time.Instant;
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
      new Judgement(Set.of(SETTLED), Set.of("BUSY-01"), NOON.minusSeconds(1200));

  @Test
  void countsWhatIsWrongWithSettledOrdersAndWithOldOnes() {
    assertThat(judgement.counts(about("M1", SETTLED))).isTrue();
    assertThat(judgement.counts(about("O3", OLD))).isTrue();
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
