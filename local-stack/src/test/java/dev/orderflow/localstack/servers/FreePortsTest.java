package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void seesAServerThatListensOnTheLoopbackAddressOnly(String address) throws IOException {
    InetAddress loopback = InetAddress.ofLiteral(address);
    assumeThat(NetworkInterface.getByInetAddress(loopback)).isNotNull();
    int port = FreePorts.next();

    try (ServerSocket server = new ServerSocket(port, 1, loopback)) {
      assertThat(FreePorts.isFree(server.getLocalPort())).isFalse();
    }
  }
}
