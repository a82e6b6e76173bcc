package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void choosesNoPortThatAnOutgoingConnectionMayTake() {
    int lowestOfLinux = 32_768;

    IntStream chosen = IntStream.range(0, 200).map(i -> FreePorts.next());

    assertThat(chosen).allMatch(port -> port < lowestOfLinux);
  }

  @Test
  void choosesNoPortTwice() {
    IntStream chosen = IntStream.range(0, 1_000).map(i -> FreePorts.next());

    assertThat(chosen.boxed().toList()).doesNotHaveDuplicates();
  }

  @Test
  void choosesAPortThatAServerCanListenOn() throws IOException {
    int port = FreePorts.next();

    try (ServerSocket server = new ServerSocket(port)) {
      assertThat(server.getLocalPort()).isEqualTo(port);
      assertThat(FreePorts.isFree(port)).isFalse();
    }
  }
}
