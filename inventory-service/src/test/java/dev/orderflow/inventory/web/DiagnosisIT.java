package dev.orderflow.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.inventory.RunningInventory;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiagnosisIT extends RunningInventory {

  @Test
  void waitsForOrderServiceWhileItHoldsStock() {
    var order = PlacedOrder.of(inStock("DIAGNOSIS-MUG", 3), 1);
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    assertThat(diagnosis.get("service").asString()).isEqualTo("inventory-service");
    assertThat(diagnosis.get("summary").asString())
        .startsWith("The reservation is RESERVED. Waits since ")
        .endsWith(" for order-service to confirm or cancel the order.");
    assertThat(diagnosis.at("/waits/0/owedBy").asString()).isEqualTo("order-service");
  }

  @Test
  void waitsForNobodyOnceTheStockIsCommittedOrWasRejected() {
    var committed = PlacedOrder.of(inStock("DIAGNOSIS-LAMP", 1), 1);
    var rejected = PlacedOrder.of("DIAGNOSIS-UNKNOWN", 1);
    topics.tell(committed.created());
    topics.tell(committed.confirmed());
    topics.awaitAnswer(committed.id(), 2);
    topics.tell(rejected.created());
    topics.awaitAnswer(rejected.id(), 1);

    assertThat(diagnosisOf(committed.id(), 200).get("waits")).isEmpty();
    assertThat(diagnosisOf(rejected.id(), 200).get("summary").asString())
        .startsWith("The reservation is REJECTED.");
  }

  @Test
  void knowsAnOrderByItsParkedEventOnly() {
    var order = PlacedOrder.of("DIAGNOSIS-LATE", 1);
    topics.tell(order.confirmed());
    topics.awaitAllHeard();

    JsonNode diagnosis = diagnosisOf(order.id(), 200);

    assertThat(diagnosis.get("open").asBoolean()).isTrue();
    assertThat(diagnosis.get("summary").asString())
        .startsWith("Nothing is recorded of the order here. Parked event ")
        .contains("UNKNOWN_ORDER");
    assertThat(diagnosis.at("/action/kind").asString()).isEqualTo("REPLAY");
  }

  @Test
  void hasNotHeardOfAnOrder() {
    assertThat(diagnosisOf(UUID.randomUUID(), 404).get("detail").asString())
        .startsWith("Nothing has been heard of this order here.");
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
