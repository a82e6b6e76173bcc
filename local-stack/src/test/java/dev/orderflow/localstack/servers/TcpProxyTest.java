package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.localstack.servers.TcpProxy.Network;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {

  private static final int A_MOMENT_MILLIS = 200;
  private static final int END = -1;

  private final ServerSocket server = listen();
  private final TcpProxy proxy = TcpProxy.start(FreePorts.next(), server.getLocalPort());
  private Socket client;

  TcpProxyTest() throws IOException {}

  @BeforeEach
  void connect() throws IOException {
    Thread.startVirtualThread(this::echo);
    client = newClient();
    assertThat(echoOf('a')).isEqualTo('a');
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void endsAndRefusesConnections() throws Exception {
    proxy.become(Network.REFUSES);

    assertThat(client.getInputStream().read()).isEqualTo(END);
    assertThatThrownBy(this::newClient).isInstanceOf(ConnectException.class);
  }

  @Test
  void swallowsAndDeliversWhenItIsWholeAgain() throws Exception {
    proxy.become(Network.SWALLOWS);
    client.setSoTimeout(A_MOMENT_MILLIS);
    assertThatThrownBy(() -> echoOf('b')).isInstanceOf(SocketTimeoutException.class);

    proxy.become(Network.WHOLE);
    client.setSoTimeout(0);

    assertThat(client.getInputStream().read()).isEqualTo('b');
  }

  @Test
  void resetsConnections() throws Exception {
    proxy.become(Network.RESETS);

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    Socket another = newClient();
    assertThatThrownBy(() -> another.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void servesAgainWhenItIsWhole() throws Exception {
    proxy.become(Network.REFUSES);
    proxy.become(Network.WHOLE);

    client = newClient();

    assertThat(echoOf('c')).isEqualTo('c');
  }

  private int echoOf(char character) throws IOException {
    client.getOutputStream().write(character);
    return client.getInputStream().read();
  }

  private Socket newClient() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        Thread.startVirtualThread(() -> echo(connection));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket connection) {
    try (connection) {
      connection.getInputStream().transferTo(connection.getOutputStream());
    } catch (IOException e) {
      // The connection was cut, as the tests want.
    }
  }
}
