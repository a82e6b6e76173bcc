package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RestTest {

  @Test
  void doublesUpToTheLongestWhileNothingIsFound() {
    Rest rest = new Rest(Duration.ofSeconds(1), Duration.ofSeconds(5));

    List<Duration> rests = Stream.generate(() -> rest.after(0)).limit(5).toList();

    assertThat(rests).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void isShortAgainOnceSomethingWasFound() {
    Rest rest = new Rest(Duration.ofSeconds(1), Duration.ofSeconds(5));
    rest.after(0);
    rest.after(0);

    Duration after = rest.after(1);

    assertThat(after).isEqualTo(Duration.ofSeconds(1));
    assertThat(rest.after(0)).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void isNeverShorterThanTheShortest() {
    Rest rest = new Rest(Duration.ofHours(1), Duration.ofSeconds(5));

    Duration longest = rest.longest();

    assertThat(longest).isEqualTo(Duration.ofHours(1));
    assertThat(rest.after(0)).isEqualTo(Duration.ofHours(1));
    assertThat(rest.after(0)).isEqualTo(Duration.ofHours(1));
  }
}
