package dev.orderflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.RunningNotifications;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosisIT extends RunningNotifications {

  @Test
  void namesTheErrorOfTheMailServerAndTheMailThatWaitsForIt() {
    inbox.misbehave(Faults.refusingConnections());
    var order = PlacedOrder.any();
    topics.tell(order.confirmed(), order.cancelledAfterConfirmation());
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(() ->
            diagnosisOf(order.id(), 200).get("waits").size() == 2
                && diagnosisOf(order.id(), 200).at("/waits/0/lastError").isString());

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    assertThat(diagnosis.at("/waits/0/owedBy").asString()).isEqualTo("mail-server");
    assertThat(diagnosis.at("/waits/0/attempts").asInt()).isPositive();
    assertThat(diagnosis.at("/waits/0/nextAttemptAt").isNull()).isFalse();
    assertThat(diagnosis.at("/waits/1/owedBy").asString()).isEqualTo("notification-service");
    assertThat(diagnosis.get("summary").asString())
        .startsWith(
            "The mail of the confirmation is PENDING. The mail of the cancellation is PENDING.")
        .doesNotContain(order.email(), "Lovelace");
    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("WAIT");
  }

  @Test
  void waitsForNobodyOnceTheMailIsSentOrRefused() {
    var sent = PlacedOrder.any();
    topics.tell(sent.confirmed());
    awaitAnswers(sent.id(), 1);
    var refused = PlacedOrder.any();
    inbox.misbehave(Faults.rejecting(".*", "550 5.1.1 No such user"));
    topics.tell(refused.confirmed());
    awaitAnswers(refused.id(), 1);

    assertThat(diagnosisOf(sent.id(), 200).get("summary").asString())
        .startsWith("The mail of the confirmation is SENT.");
    assertThat(diagnosisOf(refused.id(), 200).get("summary").asString())
        .startsWith("The mail of the confirmation is FAILED (");
    assertThat(diagnosisOf(refused.id(), 200).get("waits")).isEmpty();
  }

  @Test
  void hasNotHeardOfAnOrder() {
    assertThat(diagnosisOf(UUID.randomUUID(), 404).get("type").asString()).endsWith("/not-found");
  }

  private JsonNode diagnosisOf(UUID order, int status) {
    String body =
        http.get()
            .uri("/orders/" + order + "/diagnosis")
            .exchange()
            .expectStatus()
            .isEqualTo(status)
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    return JsonMapper.shared().readTree(body);
  }
}
