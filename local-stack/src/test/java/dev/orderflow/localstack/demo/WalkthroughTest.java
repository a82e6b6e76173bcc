package dev.orderflow.localstack.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WalkthroughTest {

  private static final int UNPROCESSABLE = 422;
  private static final int WITHOUT_A_BODY = -1;

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void complainsOfAnOrderThatTheShopRefusesAndGoesOn() {
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(UNPROCESSABLE, WITHOUT_A_BODY);
          exchange.close();
        });
    Shop shop = new Shop(port -> "http://localhost:" + server.getAddress().getPort());

    List<String> complaints = new Walkthrough(shop, Terminal.ofThisProcess()).run();

    assertThat(complaints).hasSize(Story.WALK_THROUGH.size() + 1);
    assertThat(complaints).filteredOn(it -> it.contains("answered 422")).hasSize(3);
    assertThat(complaints.getLast()).contains("somebody has changed", "--fresh");
  }
}
