package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class BacklogTest {

  private static final TopicPartition PARTITION = new TopicPartition("payments", 0);

  private long now = Duration.ofHours(1).toNanos();
  private final Backlog backlog = new Backlog(() -> now);

  @Test
  void isOfUnknownAgeUntilAllThatLayThereAtTheStartIsApplied() {
    measured(0, 1000);
    assertThat(backlog.age()).isEmpty();

    passes(15);
    measured(999, 2000);
    assertThat(backlog.age()).isEmpty();

    passes(15);
    measured(1000, 3000);
    assertThat(backlog.age()).contains(Duration.ofSeconds(30));
  }

  @Test
  void isNewWhenNothingIsUnread() {
    measured(1000, 1000);

    passes(10);

    assertThat(backlog.age()).contains(Duration.ofSeconds(10));
  }

  @Test
  void staysNewWhileEventsComeAndAreAppliedAllTheTime() {
    measured(1000, 1000);

    for (int end = 2000; end < 100_000; end += 1000) {
      passes(15);
      measured(end - 900, end);
    }

    assertThat(backlog.age()).contains(Duration.ofSeconds(15));
  }

  @Test
  void getsOlderWhileNothingIsApplied() {
    measured(1000, 1000);

    for (int minute = 1; minute <= 60; minute++) {
      passes(60);
      measured(1000, 1000 + minute);
    }

    assertThat(backlog.age()).contains(Duration.ofHours(1));
  }

  @Test
  void isReadAnewAfterATopicWasMadeAnew() {
    measured(900, 1000);

    passes(15);
    measured(3, 3);

    assertThat(backlog.age()).contains(Duration.ZERO);
  }

  @Test
  void isWaitedForNoLongerOnceKafkaHasBeenAwayForMinutes() {
    IntStream.range(0, 14).forEach(_ -> backlog.couldNotBeMeasured());
    assertThat(backlog.age()).isEmpty();

    backlog.couldNotBeMeasured();
    assertThat(backlog.age()).contains(Duration.ZERO);

    measured(0, 1000);
    assertThat(backlog.age()).isEmpty();
  }

  @Test
  void isWaitedForByAServiceThatWasStoppedForAWhile() {
    measured(1000, 1000);

    now += Duration.ofHours(1).toNanos();

    assertThat(backlog.age()).contains(Duration.ofHours(1));
  }

  private void passes(int seconds) {
    now += Duration.ofSeconds(seconds).toNanos();
  }

  private void measured(long applied, long end) {
    backlog.measured(now, Map.of(PARTITION, applied), Map.of(PARTITION, end));
  }
}
