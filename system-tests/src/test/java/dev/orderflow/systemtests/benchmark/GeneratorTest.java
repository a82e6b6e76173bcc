package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderflow.systemtests.benchmark.Basket.Line;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GeneratorTest {

  private static final Duration STALL = Duration.ofMillis(500);

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final CountDownLatch open = new CountDownLatch(1);
  private int status = 201;
  private HttpServer server;
  private Generator generator;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/orders", this::answer);
    server.start();
    generator = new Generator(List.of(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    generator.close();
    server.stop(0);
  }

  @Test
  void placesEveryOrderOnce() {
    open.countDown();

    Placements run = run(200, Outcome.CONFIRMED);

    assertThat(run.accepted()).isEqualTo(200);
    assertThat(keys).hasSize(200).contains("run-000000000000", "run-000000000199");
    assertThat(run.outcomes()).hasSize(200).containsValue(Outcome.CONFIRMED);
  }

  @Test
  void countsFromTheIntendedSendingWhileTheServerStalls() {
    Thread.startVirtualThread(() -> {
      Pause.of(STALL);
      open.countDown();
    });

    Placements run = run(200, Outcome.CONFIRMED);

    // One every millisecond, all answered at the end of the stall: the first waited for all of it,
    // and each of the others for what was left of it.
    assertThat(run.latency(0)).isGreaterThanOrEqualTo(STALL.toNanos() / 2);
    assertThat(IntStream.range(0, 100)).allMatch(n -> run.latency(n) > STALL.toNanos() / 4);
  }

  @Test
  void cancelsWhatItsCustomersWantCancelled() {
    open.countDown();

    Placements run = run(10, Outcome.CUSTOMER_REQUEST);

    assertThat(cancelled).hasSize(10);
    assertThat(run.outcomes().keySet()).extracting(UUID::toString).containsAll(cancelled);
    assertThat(run.outcomes().values()).containsOnly(Outcome.CUSTOMER_REQUEST);
  }

  @Test
  void countsWhatIsRefused() {
    open.countDown();
    status = 503;

    Placements run = run(20, Outcome.CONFIRMED);

    assertThat(run.accepted()).isZero();
    assertThat(run.statuses()).containsEntry(503, 20L);
  }

  private Placements run(int orders, Outcome outcome) {
    Basket[] baskets = {Basket.of(outcome, List.of(new Line("MUG-01", 1)), "run")};
    Placements run = new Placements(new Schedule(orders, 1_000, false), baskets, 0);
    generator.run(run);
    generator.finish();
    return run;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.endsWith("/cancellation")) {
        cancelled.add(path.replaceFirst("/orders/([^/]*)/cancellation", "$1"));
        send(exchange, 200);
      } else {
        keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        open.await(10, TimeUnit.SECONDS);
        exchange.getResponseHeaders().set("Location", "/orders/" + UUID.randomUUID());
        send(exchange, status);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status) throws IOException {
    byte[] body = "{}".getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
