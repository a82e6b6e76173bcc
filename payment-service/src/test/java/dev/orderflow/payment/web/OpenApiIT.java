package dev.orderflow.payment.web;

import static dev.orderflow.payment.PlacedOrder.paidWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.orderflow.payment.RunningPayments;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class OpenApiIT extends RunningPayments {

  @Test
  void describesAPaymentThatWaitsForTheProvider() {
    var order = paidWith("pm_card_visa");
    provider.behave("\"then\": \"ERROR\", \"order\": \"%s\"".formatted(order.id()));
    topics.tell(order.created());
    String payment =
        await()
            .until(
                () -> get("/payments/" + order.id()), it -> it.contains("\"next\":\"AUTHORIZE\""));

    assertThat(breachesOf("PaymentView", payment)).isEmpty();
  }

  @Test
  void describesAPaymentThatWaitsForNobody() {
    var order = paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    String payment = get("/payments/" + order.id());

    assertThat(payment).contains("\"next\":null");
    assertThat(breachesOf("PaymentView", payment)).isEmpty();
  }

  @Test
  void demandsBothPartsOfAnAmount() {
    JsonNode amount = document().at("/components/schemas/PaymentView/properties/amount");

    assertThat(amount.get("required")).hasSize(2);
  }

  private List<Error> breachesOf(String schema, String answer) {
    ObjectNode named = document();
    named.put("$ref", "#/components/schemas/" + schema);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(named.toString())
        .validate(answer, InputFormat.JSON);
  }

  private ObjectNode document() {
    return (ObjectNode) JsonMapper.shared().readTree(get("/v3/api-docs"));
  }

  private String get(String path) {
    return http.get()
        .uri(path)
        .exchange()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
  }
}
