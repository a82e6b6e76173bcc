package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.servers.FreePorts;
import dev.orderflow.localstack.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A start without its servers waits for them, and says so. */
@ExtendWith(OutputCaptureExtension.class)
class StartingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String database = TestServers.freshDatabase("starting");
  private final Map<String, Object> settings =
      new HashMap<>(TestServers.springProperties(database));
  private CompletableFuture<ConfigurableApplicationContext> starting;
  private Door door;

  @AfterEach
  void stop() throws IOException {
    door.open();
    starting.join().close();
    door.close();
  }

  @Test
  void waitsForTheDatabase(CapturedOutput log) throws IOException {
    URI real = URI.create(settings.get("spring.datasource.url").toString().substring(5));
    door = new Door(real.getHost(), real.getPort());
    String url = "jdbc:postgresql://localhost:" + door.port() + real.getPath();
    settings.put("spring.datasource.url", url);
    start();
    await().atMost(PATIENCE).until(() -> countOf(log, waitingFor(url)) > 1);
    assertThat(starting).isNotDone();

    door.open();

    await().atMost(PATIENCE).until(starting::isDone);
    serves(starting.join());
  }

  @Test
  void waitsForKafka(CapturedOutput log) throws IOException {
    URI real = URI.create("kafka://" + TestServers.bootstrapServers());
    door = new Door(real.getHost(), real.getPort());
    settings.put("spring.kafka.bootstrap-servers", "localhost:" + door.port());
    start();
    await().atMost(PATIENCE).until(() -> countOf(log, "Consuming starts when Kafka is there") > 1);
    var health = starting.join().getBean(MessagingHealth.class).health();
    assertThat(health.getStatus().getCode()).isEqualTo("UP");
    assertThat(health.getDetails()).containsEntry("consuming", false);
    assertThat(log.getAll().lines().filter(line -> line.contains("AdminMetadataManager")))
        .as("a flood of the client's own")
        .hasSizeLessThan(100);

    door.open();

    serves(starting.join());
  }

  private void start() {
    settings.put("spring.application.name", "inventory-service");
    settings.put("spring.datasource.hikari.connection-timeout", 500);
    settings.put("spring.datasource.hikari.initialization-fail-timeout", -1);
    starting =
        CompletableFuture.supplyAsync(() ->
            new SpringApplicationBuilder(TestService.class)
                .web(WebApplicationType.NONE)
                .properties(settings)
                .run());
  }

  private static void serves(ConfigurableApplicationContext service) {
    try (Topics topics = new Topics()) {
      UUID order = topics.sendOrder();
      var answering = service.getBean(TestService.Answering.class);
      await().atMost(PATIENCE).until(() -> answering.handled.contains(order));
    }
  }

  private static String waitingFor(String url) {
    return "The start waits for the database " + url + ": Connection refused";
  }

  private static long countOf(CapturedOutput log, String text) {
    return log.getAll().lines().filter(line -> line.contains(text)).count();
  }

  /** A port that leads to a server once it is opened. */
  private static final class Door implements AutoCloseable {

    private final InetSocketAddress server;
    private final int port;
    private ServerSocket listening;

    Door(String host, int port) {
      this.server = new InetSocketAddress(host, port);
      this.port = FreePorts.next();
    }

    int port() {
      return port;
    }

    void open() throws IOException {
      if (listening != null) return;
      listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listening.accept();
          Socket behind = new Socket();
          behind.connect(server);
          Thread.ofVirtual().start(() -> copy(client, behind));
          Thread.ofVirtual().start(() -> copy(behind, client));
        }
      } catch (IOException e) {
        // Closed: the test is over.
      }
    }

    private static void copy(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException e) {
        // One side has hung up.
      }
    }

    @Override
    public void close() throws IOException {
      if (listening != null) listening.close();
    }
  }
}
