package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.testing.RawHttp;
import dev.orderflow.localstack.testing.RawHttp.Response;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.order.Catalogue;
import dev.orderflow.order.OrderApplication;
import dev.orderflow.order.PutProduct;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service that is told to stop lets nobody wait for what it will not hear of. */
class StoppingIT {

  /** Within the time that the web server has for requests that it has begun. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  private ServletWebServerApplicationContext service;
  private RawHttp http;

  @BeforeEach
  void start() {
    Map<String, String> settings =
        new HashMap<>(TestServers.springProperties(TestServers.freshDatabase("stopping")));
    settings.put("server.port", "0");
    // Nothing is to come from there, nor be taken from the services of other tests.
    settings.put("spring.kafka.bootstrap-servers", "localhost:1");
    String[] arguments =
        settings.entrySet().stream().map(setting -> "--" + setting).toArray(String[]::new);
    service =
        (ServletWebServerApplicationContext)
            SpringApplication.run(OrderApplication.class, arguments);
    http = new RawHttp(service.getWebServer().getPort());
    service
        .getBean(Catalogue.class)
        .put(new PutProduct("MUG-01", "Mug", Money.of("12.90", "EUR"), true));
  }

  @AfterEach
  void stop() {
    if (service != null) service.close();
  }

  @Test
  void answersThoseWhoWaitAndEndsStreams() throws Exception {
    CompletableFuture<Response> waiting =
        OrderServiceUnderTest.inBackground(() ->
            http.send(
                "POST /orders",
                OrderServiceUnderTest.headers("key") + "Prefer: wait=30\r\n",
                OrderServiceUnderTest.TWO_MUGS));
    await().atMost(30, SECONDS).until(() -> ordersStored() == 1);
    String id = http.send("GET /orders", "", "").json().at("/items/0/id").asString();
    CompletableFuture<Response> stream =
        OrderServiceUnderTest.inBackground(
            () -> http.send("GET /orders/" + id + "/stream", "", ""));
    await().atMost(30, SECONDS).until(() -> service.getBean(OrderStreams.class).taken() == 1);
    Instant before = Instant.now();

    service.close();

    assertThat(Duration.between(before, Instant.now())).isLessThan(LONGEST_STOP);
    assertThat(waiting.get(5, SECONDS).status()).isEqualTo(201);
    assertThat(waiting.join().json().get("id").asString()).isEqualTo(id);
    assertThat(waiting.join().json().get("status").asString()).isEqualTo("PENDING");
    assertThat(stream.get(5, SECONDS).status()).isEqualTo(200);
    assertThat(stream.join().body()).contains("event:OrderCreated");
  }

  private long ordersStored() {
    return service
        .getBean(JdbcClient.class)
        .sql("select count(*) from orders")
        .query(Long.class)
        .single();
  }
}
