package dev.orderflow.payment.web;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.payment.RunningPayments;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosisIT extends RunningPayments {

  @Test
  void namesTheErrorOfTheProviderAndTheNextAttempt() {
    var order = paidWith("pm_card_visa");
    provider.behave("\"then\": \"ERROR\", \"order\": \"%s\"".formatted(order.id()));
    topics.tell(order.created());
    await()
        .ignoreExceptions()
        .until(() -> diagnosisOf(order.id(), 200).at("/waits/0/attempts").asInt() > 1);

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    JsonNode wait = diagnosis.at("/waits/0");
    assertThat(wait.get("owedBy").asString()).isEqualTo("payment-provider");
    assertThat(wait.get("what").asString()).isEqualTo("authorize the payment");
    assertThat(wait.get("lastError").asString()).contains("status 500");
    assertThat(wait.get("nextAttemptAt").isNull()).isFalse();
    assertThat(diagnosis.get("summary").asString())
        .startsWith("The payment is NEW, its goal is AUTHORIZED. Waits since ")
        .contains("last error: ApiException, status 500");
    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("WAIT");
    assertThat(diagnosis.at("/action/text").asString())
        .startsWith("Wait: payment-provider is asked again at ");
  }

  @Test
  void waitsForOrderServiceWhileTheAmountIsHeld() {
    var order = paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    assertThat(diagnosis.at("/waits/0/owedBy").asString()).isEqualTo("order-service");
    assertThat(diagnosis.get("summary").asString())
        .startsWith("The payment is AUTHORIZED, its goal is AUTHORIZED. Waits since ");
  }

  @Test
  void waitsForNobodyOnceTheCardIsDeclined() {
    var order = paidWith("pm_card_chargeDeclinedInsufficientFunds");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    assertThat(diagnosis.get("waits")).isEmpty();
    assertThat(diagnosis.get("summary").asString())
        .startsWith("The payment is DECLINED (insufficient_funds), its goal is AUTHORIZED.");
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
