package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A service that is told to stop lets nobody wait for what it will not hear of. */
class StoppingIT {

  /** Within the time that the web server has for requests that it has begun. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  private OrderServiceAlone service;

  @BeforeEach
  void start() {
    service = OrderServiceAlone.start("stopping");
  }

  @AfterEach
  void stop() {
    if (service != null) service.close();
  }

  @Test
  void answersThoseWhoWaitAndEndsStreams() throws Exception {
    CompletableFuture<Response> waiting =
        OrderServiceUnderTest.inBackground(() ->
            service.http.send(
                "POST /orders",
                OrderServiceUnderTest.headers("key") + "Prefer: wait=30\r\n",
                OrderServiceUnderTest.TWO_MUGS));
    await().atMost(30, SECONDS).until(() -> ordersStored() == 1);
    String id = service.http.send("GET /orders", "", "").json().at("/items/0/id").asString();
    CompletableFuture<Response> stream =
        OrderServiceUnderTest.inBackground(
            () -> service.http.send("GET /orders/" + id + "/stream", "", ""));
    await().atMost(30, SECONDS).until(() -> service.bean(OrderStreams.class).taken() == 1);
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
        .bean(JdbcClient.class)
        .sql("select count(*) from orders")
        .query(Long.class)
        .single();
  }
}
