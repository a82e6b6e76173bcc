package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import dev.orderflow.order.Answers;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class DiagnosisIT extends OrderServiceUnderTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired MeterRegistry metrics;
  private OtherServices others;

  @BeforeEach
  void open() {
    others = new OtherServices();
  }

  @AfterEach
  void close() {
    others.close();
  }

  @Test
  void namesTheServicesThatOweAnAnswer() throws Exception {
    UUID id = placed();

    JsonNode diagnosis = diagnosisOf(id);

    assertThat(diagnosis.get("service").asString()).isEqualTo("order-service");
    assertThat(diagnosis.get("open").asBoolean()).isTrue();
    assertThat(diagnosis.get("waits").valueStream().map(it -> it.get("owedBy").asString()))
        .containsExactly("inventory-service", "payment-service");
    JsonNode wait = diagnosis.at("/waits/1");
    assertThat(wait.get("what").asString()).isEqualTo("authorize the payment");
    assertThat(wait.get("attempts").asInt()).isEqualTo(1);
    assertThat(wait.get("nextAttemptAt").isNull()).isFalse();
    assertThat(wait.get("deadlineAt").isNull()).isFalse();
    assertThat(diagnosis.get("summary").asString())
        .startsWith("The order is PENDING: stock AWAITED, payment AWAITED. Waits since ")
        .contains(" for payment-service to authorize the payment; asked once; asks again at ")
        .contains("; gives up at ");
    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("WAIT");
  }

  @Test
  void pointsToTheServiceThatOwesItForTooLong() throws Exception {
    UUID id = placed();
    others.reserve(id, creationOf(id));
    await().atMost(SOON).until(() -> diagnosisOf(id).get("waits").size() == 1);
    jdbc.sql("update orders set stated_at = now() - interval '5 min', redrives = 3 where id = ?")
        .param(id)
        .update();

    JsonNode diagnosis = diagnosisOf(id);

    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("LOOK");
    assertThat(diagnosis.at("/action/service").asString()).isEqualTo("payment-service");
    assertThat(diagnosis.at("/action/request").asString())
        .isEqualTo("GET /orders/" + id + "/diagnosis");
    assertThat(diagnosis.get("summary").asString()).contains("asked 4 times");
  }

  @Test
  void saysThatASettledOrderIsSettled() throws Exception {
    UUID id = placed();
    others.reserve(id, creationOf(id));
    others.authorize(id, creationOf(id));
    await()
        .atMost(SOON)
        .until(() -> diagnosisOf(id).get("summary").asString().contains("CONFIRMED"));
    others.settle(id, confirmationOf(id));

    await().atMost(SOON).until(() -> !diagnosisOf(id).get("open").asBoolean());

    JsonNode diagnosis = diagnosisOf(id);
    assertThat(diagnosis.get("summary").asString())
        .isEqualTo("The order is CONFIRMED and settled.");
    assertThat(diagnosis.get("waits")).isEmpty();
    assertThat(diagnosis.at("/action/text").asString()).isEqualTo("Nothing to do.");
  }

  @Test
  void namesAParkedEventAndTheActionRepairsIt() throws Exception {
    UUID id = placed();
    jdbc.sql("update orders set currency = 'USD' where id = ?").param(id).update();
    others.authorize(id, creationOf(id));
    await().atMost(SOON).until(() -> diagnosisOf(id).get("parkedEvents").size() == 1);
    jdbc.sql("update orders set currency = 'EUR' where id = ?").param(id).update();
    jdbc.sql("update parked_event set reason = 'FAILURE' where order_id = ?").param(id).update();

    JsonNode diagnosis = diagnosisOf(id);
    String request = diagnosis.at("/action/request").asString();
    Response repaired = http.send(request, "", "");

    long parked = diagnosis.at("/parkedEvents/0/id").asLong();
    assertThat(request).isEqualTo("POST /parked-events/" + parked + "/replay");
    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("REPLAY");
    assertThat(repaired.json().get("status").asString()).isEqualTo("REPLAYED");
    assertThat(diagnosisOf(id).get("parkedEvents")).isEmpty();
    assertThat(diagnosisOf(id).at("/waits").valueStream().map(it -> it.get("owedBy").asString()))
        .containsExactly("inventory-service");
  }

  @Test
  void namesEventsThatDoNotReachKafka() throws Exception {
    UUID id = placed();
    await().atMost(SOON).until(() -> diagnosisOf(id).at("/unpublished/events").asInt() == 0);
    jdbc.sql(
            """
            update relay_lease set expires_at = now() + interval '1 hour', holder = gen_random_uuid()
            """)
        .update();
    try {
      await().atMost(SOON).until(() -> relayLeader() == 0);
      jdbc.sql(
              """
              insert into outbox (topic, record_key, headers, value, created_at)
              values ('orders', convert_to(?, 'UTF8'), '[]', '', now() - interval '1 min')
              """)
          .param(id.toString())
          .update();

      JsonNode diagnosis = diagnosisOf(id);

      assertThat(diagnosis.at("/unpublished/events").asInt()).isEqualTo(1);
      assertThat(diagnosis.at("/action/request").asString()).isEqualTo("GET /actuator/prometheus");
    } finally {
      jdbc.sql("delete from outbox where headers = '[]'").update();
      jdbc.sql("update relay_lease set expires_at = '-infinity'").update();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /orders/x/diagnosis, 400, malformed-request",
    "GET /orders/1-1-1-1-1/diagnosis, 400, malformed-request",
    "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/diagnosis, 404, not-found",
    "POST /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/diagnosis, 405, method-not-allowed"
  })
  void refusesWhatItCannotDiagnose(String line, int status, String type) throws Exception {
    Response response = http.send(line, "", "");

    assertThat(response.status()).isEqualTo(status);
    assertThat(response.json().get("type").asString())
        .isEqualTo("https://orderflow.dev/problems/" + type);
  }

  @Test
  void describesItself() throws Exception {
    JsonNode api = http.send("GET /v3/api-docs", "", "").json();

    assertThat(api.at("/paths/~1orders~1{id}~1diagnosis/get/responses").propertyNames())
        .contains("200", "400", "404", "default");
    assertThat(api.at("/components/schemas/Diagnosis/properties").propertyNames())
        .contains("summary", "waits", "unpublished", "parkedEvents", "action");
  }

  private UUID placed() throws Exception {
    Response response = http.send("POST /orders", headers(key()), TWO_MUGS);
    return UUID.fromString(response.json().get("id").asString());
  }

  private double relayLeader() {
    return metrics.get("orderflow.relay.leader").gauge().value();
  }

  private static UUID creationOf(UUID orderId) {
    return Answers.statement(orderId, 1, "OrderCreated");
  }

  private static UUID confirmationOf(UUID orderId) {
    return Answers.statement(orderId, 2, "OrderConfirmed");
  }

  private JsonNode diagnosisOf(UUID id) throws Exception {
    Response response = http.send("GET /orders/" + id + "/diagnosis", "", "");
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }
}
