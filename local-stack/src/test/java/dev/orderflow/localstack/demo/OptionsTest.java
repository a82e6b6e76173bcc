package dev.orderflow.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.localstack.Port;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Path HOME = Path.of("/home/ada");

  @Test
  void runsOnStandardPortsUntilInterruptedWhenNothingIsSaid() {
    Options options = parse();

    assertThat(options.once()).isFalse();
    assertThat(options.fresh()).isFalse();
    assertThat(options.ports().of(Port.ORDER)).isEqualTo(8080);
    assertThat(options.ports().of(Port.POSTGRES)).isEqualTo(5432);
  }

  @Test
  void understandsEveryOption() {
    Options options = parse("--once", "--fresh", "--data", "elsewhere", "--port-offset=100");

    assertThat(options.once()).isTrue();
    assertThat(options.fresh()).isTrue();
    assertThat(options.state()).isEqualTo(HOME.resolve("elsewhere"));
    assertThat(options.ports().of(Port.SMTP)).isEqualTo(1125);
  }

  @Test
  void takesAFolderForOneOfWhereItWasTyped() {
    assertThat(parse("--data", "../elsewhere").state()).isEqualTo(Path.of("/home/elsewhere"));
    assertThat(parse("--data", "/tmp/state").state()).isEqualTo(Path.of("/tmp/state"));
  }

  @Test
  void doesNotShiftAPortThatWasChosen() {
    Options options = parse("--port-offset", "100", "--order-port", "9000");

    assertThat(options.ports().of(Port.ORDER)).isEqualTo(9000);
    assertThat(options.ports().of(Port.PAYMENT)).isEqualTo(8182);
  }

  @Test
  void takesPortsFromTheEnvironmentUnlessTheCommandLineSaysOtherwise() {
    Map<String, String> environment =
        Map.of("ORDERFLOW_ORDER_PORT", "9000", "ORDERFLOW_KAFKA_PORT", "9999");

    Options options = Options.parse(List.of("--order-port", "9001"), environment, HOME.toString());

    assertThat(options.ports().of(Port.ORDER)).isEqualTo(9001);
    assertThat(options.ports().of(Port.KAFKA)).isEqualTo(9999);
  }

  @Test
  void namesWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> parse("--frseh")).hasMessage("there is no option --frseh");
    assertThatThrownBy(() -> parse("--port-offset")).hasMessage("--port-offset needs a value");
    assertThatThrownBy(() -> parse("--smtp-port", "mail"))
        .hasMessage("--smtp-port is a number, not mail");
    assertThatThrownBy(() -> parse("--port-offset", "60000")).hasMessageContaining("is no port");
  }

  @Test
  void explainsEveryPort() {
    assertThat(Options.usage()).contains("--provider-port N", "--smtp-port N", "5432");
  }

  private static Options parse(String... arguments) {
    return Options.parse(List.of(arguments), Map.of(), HOME.toString());
  }
}
