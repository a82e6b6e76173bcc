package dev.orderflow.systemtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void measuresSeveralRatesAfterWarmingUpToTheHighest() {
    Options options =
        Options.parse(List.of("--rate", "225,450", "--duration", "2m", "--scenario", "hot"));

    assertThat(options.rates()).containsExactly(225.0, 450.0);
    assertThat(options.highestRate()).isEqualTo(450.0);
    assertThat(options.duration()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.scenario()).isEqualTo(Scenario.HOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "many", "225,", ",225", "1.5", "-1", ""})
  void refusesARateThatIsNone(String rate) {
    assertThatThrownBy(() -> Options.parse(List.of("--rate", rate)))
        .isInstanceOf(Options.Mistake.class)
        .hasMessageContaining("--rate");
  }
}
