package dev.orderflow.systemtests.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.orderflow.localstack.Port;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void looksWhereTheDemoListens() {
    Options options = Options.parse(List.of());

    assertThat(options.ports().of(Port.ORDER)).isEqualTo(8080);
    assertThat(options.openFor()).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void takesPortsInAnyOrder() {
    Options options =
        Options.parse(List.of("--kafka-port", "19092", "--port-offset", "1000", "--open-for", "5"));

    assertThat(options.ports().of(Port.ORDER)).isEqualTo(9080);
    assertThat(options.ports().of(Port.KAFKA)).isEqualTo(19092);
    assertThat(options.openFor()).isEqualTo(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--port-offset", "--port-offset x", "--mug-port 1"})
  void saysWhatItCannotMakeSenseOf(String arguments) {
    assertThatExceptionOfType(Options.Mistake.class)
        .isThrownBy(() -> Options.parse(List.of(arguments.split(" ", -1))));
  }
}
