package dev.orderflow.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PreflightTest {

  private static final Path STATE = Path.of("/home/ada/orderflow/.orderflow/state");

  @Test
  void findsNothingWrongWithAFreeMachine() {
    assertThat(new Preflight(port -> true, 4_000).problems(Ports.standard(), STATE)).isEmpty();
  }

  @Test
  void namesATakenPortAndTheSettingThatChangesIt() {
    Preflight preflight = new Preflight(port -> port != 8083, 4_000);

    assertThat(preflight.problems(Ports.standard(), STATE))
        .singleElement()
        .asString()
        .contains("8083", "notification-service", "--notification-port");
  }

  @Test
  void namesEveryTakenPort() {
    assertThat(new Preflight(port -> false, 4_000).problems(Ports.standard(), STATE))
        .hasSize(Port.values().length + 1)
        .last()
        .asString()
        .contains("--port-offset");
  }

  @Test
  void seesThatTwoPartsWereGivenOnePort() {
    Ports ports = Ports.standard().with(Port.INBOX, 8080);

    assertThat(new Preflight(port -> true, 4_000).problems(ports, STATE))
        .containsExactly("Port 8080 is given to order-service and to inbox page.");
  }

  @Test
  void refusesAFolderThatKafkaWouldTakeForTwo() {
    Path state = Path.of("/home/ada/shops, mine/state");

    assertThat(new Preflight(port -> true, 4_000).problems(Ports.standard(), state))
        .singleElement()
        .asString()
        .contains("/home/ada/shops, mine/state", "--data");
  }

  @Test
  void saysHowMuchMemoryIsMissing() {
    assertThat(new Preflight(port -> true, 700).problems(Ports.standard(), STATE))
        .singleElement()
        .asString()
        .contains("700 MB", "2000 MB");
  }
}
