package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreePortsTest {

  @Test
  void choosesNoPortThatAnOutgoingConnectionMayTake() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket outgoing = new Socket()) {
      outgoing.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));

      int highest = IntStream.range(0, 200).map(i -> FreePorts.next()).max().orElseThrow();

      assertThat(highest).isLessThan(32_768).isLessThan(outgoing.getLocalPort());
    }
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
