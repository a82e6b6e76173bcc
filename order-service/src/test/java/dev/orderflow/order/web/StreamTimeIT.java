package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A stream that nobody closes ends all the same. */
class StreamTimeIT {

  @Test
  void endsAStreamAfterItsTimeAndFreesItsPlace() throws Exception {
    try (var service =
        OrderServiceAlone.start("stream_time", "--orderflow.order.web.max-stream-time=1s")) {
      String id =
          service
              .http
              .send(
                  "POST /orders",
                  OrderServiceUnderTest.headers("key"),
                  OrderServiceUnderTest.TWO_MUGS)
              .json()
              .get("id")
              .asString();

      Response stream = service.http.send("GET /orders/" + id + "/stream", "", "");

      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.body()).contains("event:OrderCreated");
      assertThat(service.http.send("GET /orders/" + id, "", "").json().get("status").asString())
          .isEqualTo("PENDING");
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> service.bean(OrderStreams.class).taken() == 0);
    }
  }
}
