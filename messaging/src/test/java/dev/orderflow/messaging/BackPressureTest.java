package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackPressureTest {

  private long nanos;
  private final BackPressure pressure = new BackPressure(() -> nanos);

  @Test
  void isOnUntilEveryConsumerGotLessThanItTakes() {
    assertThat(pressure.isOn()).isFalse();

    pressure.polled("first", true);
    pressure.polled("second", true);
    pressure.polled("first", false);

    assertThat(pressure.isOn()).isTrue();

    pressure.polled("second", false);

    assertThat(pressure.isOn()).isFalse();
  }

  @Test
  void endsForAConsumerThatPollsNoMore() {
    pressure.polled("first", true);

    nanos += Duration.ofSeconds(11).toNanos();

    assertThat(pressure.isOn()).isFalse();
  }
}
