package dev.orderflow.systemtests.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void takesWhatItIsAskedFor() {
    Options options = parse("--seed 7 --duration=1h --faults kill,broker --instances 2");

    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.duration()).isEqualTo(Duration.ofHours(1));
    assertThat(options.instances()).isEqualTo(2);
    assertThat(options.faults())
        .containsExactlyInAnyOrder(
            FaultKind.KILL,
            FaultKind.BROKER_KILLED,
            FaultKind.BROKER_STOPPED,
            FaultKind.BROKER_CUT_OFF,
            FaultKind.BROKER_DISK_FULL);
  }

  @Test
  void takesEverythingByDefault() {
    assertThat(Options.parse(List.of()).faults()).containsExactly(FaultKind.values());
  }

  @Test
  void repeatsItself() {
    Options options = parse("--seed 7 --duration 90s --faults pause,mail-lost --customers 3");

    String[] command = options.command().split(" ", 2);

    assertThat(parse(command[1])).isEqualTo(options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--speed 7",
        "--seed",
        "--seed many",
        "--duration 5",
        "--duration soon",
        "--faults flood",
        "--faults kill,",
        "--instances 0",
        "--instances 5",
        "stop"
      })
  void namesWhatMakesNoSense(String arguments) {
    assertThatThrownBy(() -> parse(arguments))
        .isInstanceOf(Options.Mistake.class)
        .message()
        .containsAnyOf(arguments.split("[ ,]", -1));
  }

  private static Options parse(String arguments) {
    return Options.parse(List.of(arguments.split(" ")));
  }
}
