package dev.orderflow.payment.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.StripeException;
import dev.orderflow.events.value.Money;
import dev.orderflow.payment.PaymentSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

class StripeHttpTest {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ServerSocket provider;

  @BeforeEach
  void start() throws IOException {
    provider = new ServerSocket(0);
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
    threads.shutdownNow();
  }

  @Test
  void closesAConnectionThatIsNotNeededForLong() throws Exception {
    try (var http = new StripeHttp(CONNECT_TIMEOUT, 1, Duration.ofMillis(300))) {
      var connection = CompletableFuture.supplyAsync(this::answerUntilTheEnd, threads);

      call(http);

      assertThat(connection).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1);
    }
  }

  @Test
  void keepsAConnectionForTheCallsThatFollow() throws Exception {
    var connection = CompletableFuture.supplyAsync(this::answerUntilTheEnd, threads);

    try (var http = new StripeHttp(CONNECT_TIMEOUT, 1, Duration.ofSeconds(30))) {
      call(http);
      call(http);
      assertThat(connection).isNotDone();
    }

    assertThat(connection).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 2147483000\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n7fffffff\r\n",
        "\r\n",
        "X-Endless: "
      })
  void readsNoMoreOfAnAnswerThanMemoryBears(String beginning) {
    var written = CompletableFuture.supplyAsync(() -> answerWithoutEnd(beginning), threads);

    try (var http = new StripeHttp(CONNECT_TIMEOUT, 1, Duration.ofSeconds(30))) {
      assertThatThrownBy(() -> call(http))
          .isInstanceOf(ApiConnectionException.class)
          .cause()
          .isNotInstanceOf(TimeoutException.class);
    }

    assertThat(written).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void closesItsConnectionsWhenTheServiceEnds() {
    var connection = CompletableFuture.supplyAsync(this::answerUntilTheEnd, threads);

    try (var service = new AnnotationConfigApplicationContext()) {
      service.registerBean(PaymentSettings.class, this::settings);
      service.register(GatewayConfiguration.class);
      service.refresh();
      Money any = Money.of("1.00", "EUR");
      service.getBean(PaymentGateway.class).find(UUID.randomUUID(), "pi_1", any);
      assertThat(connection).isNotDone();
    }

    assertThat(connection).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(1);
  }

  private PaymentSettings settings() {
    var properties =
        Map.of("gateway", "stripe", "stripe.api-key", "sk_test_http", "stripe.base-url", url());
    return new Binder(new MapConfigurationPropertySource(properties))
        .bind("", PaymentSettings.class)
        .get();
  }

  private String url() {
    return "http://127.0.0.1:" + provider.getLocalPort();
  }

  private void call(StripeHttp http) throws StripeException {
    StripeClient.builder()
        .setApiKey("sk_test_http")
        .setApiBase(url())
        .setHttpClient(http)
        .setMaxNetworkRetries(0)
        .build()
        .v1()
        .paymentIntents()
        .retrieve("pi_1");
  }

  /** Gives how many bytes were written until the other side hung up. */
  private long answerWithoutEnd(String beginning) {
    byte[] more = "x".repeat(8192).getBytes(US_ASCII);
    long bytes = 0;
    try (var socket = provider.accept()) {
      socket.getInputStream().read(new byte[8192]);
      socket.getOutputStream().write(("HTTP/1.1 200 OK\r\n" + beginning).getBytes(US_ASCII));
      for (; ; bytes += more.length) socket.getOutputStream().write(more);
    } catch (IOException _) {
      return bytes;
    }
  }

  /** Answers every call on one connection, and says how many when the other side closes it. */
  private int answerUntilTheEnd() {
    int calls = 0;
    try (var socket = provider.accept()) {
      while (socket.getInputStream().read(new byte[8192]) > 0) {
        socket.getOutputStream().write(ANSWER);
        calls++;
      }
    } catch (IOException _) {
      // Closed as well.
    }
    return calls;
  }
}
