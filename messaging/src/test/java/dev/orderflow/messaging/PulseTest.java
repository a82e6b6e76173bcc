package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class PulseTest {

  private static final Duration REST = Duration.ofMinutes(10);

  private final MovableTime time = new MovableTime();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Pulses pulses = new Pulses(metrics, time);
  private final Pulse pulse = pulses.of("sweep", REST);

  @Test
  void isWellWhileItRests() {
    pulse.turns();

    time.passes(REST);

    assertThat(pulses.whatIsWrong()).isEmpty();
    assertThat(gauge("silence")).isLessThan(60);
  }

  @Test
  void needsARestartWhenItGivesNoSignOfLife() {
    pulse.turns();

    time.passes(REST.plus(Pulse.LONGEST_SILENCE));

    assertThat(pulses.whatIsWrong())
        .singleElement()
        .asString()
        .startsWith("sweep has given no sign of life");
    assertThat(gauge("silence")).isGreaterThanOrEqualTo(180);
  }

  @Test
  void isWellAgainAfterItsNextRound() {
    time.passes(Duration.ofHours(1));

    pulse.turns();

    assertThat(pulses.whatIsWrong()).isEmpty();
  }

  @Test
  void needsNoRestartForWhatIsDownHoweverLongButShowsIt() {
    for (int minute = 0; minute < 60; minute++) {
      pulse.fails(new QueryTimeoutException("away"));
      time.passes(Duration.ofMinutes(1));
    }

    assertThat(pulses.whatIsWrong()).isEmpty();
    assertThat(gauge("failing")).isGreaterThanOrEqualTo(3_600);
  }

  @Test
  void needsNoRestartWhileItAwaitsWhatIsOutsideButShowsIt() {
    pulse.awaits();

    time.passes(Duration.ofHours(1));

    assertThat(pulses.whatIsWrong()).isEmpty();
    assertThat(gauge("silence")).isZero();
    assertThat(gauge("failing")).isGreaterThanOrEqualTo(3_600);
  }

  @Test
  void isWellWhileItHasNothingToDo() {
    pulse.rests();

    time.passes(Duration.ofDays(1));

    assertThat(pulses.whatIsWrong()).isEmpty();
    assertThat(gauge("failing")).isZero();
  }

  @Test
  void needsARestartWhenItHangsAfterAFailure() {
    pulse.fails(new QueryTimeoutException("away"));

    time.passes(REST.plus(Pulse.LONGEST_SILENCE));

    assertThat(pulses.whatIsWrong()).hasSize(1);
  }

  @Test
  void needsARestartWhenAnErrorLasts() {
    pulse.fails(new IllegalStateException(new NoClassDefFoundError("gone")));
    time.passes(Pulse.LONGEST_ERROR);
    pulse.fails(new QueryTimeoutException("as well"));
    time.passes(Duration.ofSeconds(1));

    assertThat(pulses.whatIsWrong())
        .singleElement()
        .asString()
        .startsWith("sweep fails with NoClassDefFoundError");
  }

  @Test
  void getsOverAnErrorOfAMoment() {
    pulse.fails(new OutOfMemoryError("threads"));
    pulse.turns();

    time.passes(Pulse.LONGEST_ERROR);

    assertThat(pulses.whatIsWrong()).isEmpty();
    assertThat(gauge("failing")).isZero();
  }

  private double gauge(String what) {
    return metrics.get("orderflow.loop." + what + ".seconds").tag("loop", "sweep").gauge().value();
  }
}
