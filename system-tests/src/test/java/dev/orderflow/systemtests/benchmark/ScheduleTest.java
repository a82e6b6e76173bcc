package dev.orderflow.systemtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  @Test
  void arrivesAtTheSameIntervals() {
    Schedule schedule = Schedule.steady(200, Duration.ofSeconds(3));

    assertThat(schedule.count()).isEqualTo(600);
    assertThat(schedule.at(0)).isZero();
    assertThat(schedule.at(200)).isEqualTo(SECOND);
    assertThat(schedule.at(201) - schedule.at(200)).isEqualTo(SECOND / 200);
  }

  @Test
  void arrivesFasterAndFasterUpToTheRate() {
    Schedule schedule = Schedule.ramp(200, Duration.ofSeconds(10));

    assertThat(schedule.count()).isEqualTo(1_000);
    assertThat(schedule.at(schedule.count())).isEqualTo(10 * SECOND);
    assertThat(schedule.at(250)).isEqualTo(5 * SECOND);
    assertThat(schedule.at(1_000) - schedule.at(999)).isBetween(SECOND / 201, SECOND / 199);
  }
}
