package dev.orderflow.payment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.payment.PlacedOrder;
import dev.orderflow.payment.RunningPayments;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReconciliationIT extends RunningPayments {

  @Test
  void findsNothingWrongWithWhatTheProviderSaysToo() {
    var captured = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(captured.created());
    topics.awaitAnswer(captured.id(), 1);
    topics.tell(captured.confirmed());
    topics.awaitAnswer(captured.id(), 2);
    var refunded = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(refunded.created());
    topics.awaitAnswer(refunded.id(), 1);
    topics.tell(refunded.confirmed());
    topics.awaitAnswer(refunded.id(), 2);
    topics.tell(refunded.cancelledAfterConfirmation());
    topics.awaitAnswer(refunded.id(), 3);
    var declined = PlacedOrder.paidWith("pm_card_chargeDeclined");
    topics.tell(declined.created());
    topics.awaitAnswer(declined.id(), 1);

    assertThat(findingsAbout(captured.id())).isEmpty();
    assertThat(findingsAbout(refunded.id())).isEmpty();
    assertThat(findingsAbout(declined.id())).isEmpty();
  }

  @Test
  void findsAChargeThatIsNotRecorded() {
    var order = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    topics.awaitAnswer(order.id(), 2);
    jdbc.update("update payment set state = 'VOIDED' where order_id = ?", order.id());

    assertThat(findingsAbout(order.id()))
        .containsExactly("provider: recorded as VOIDED, the provider says CHARGED");
  }

  @Test
  void findsAnAuthorizationOfADeclinedPayment() {
    var order = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    jdbc.update(
        "update payment set state = 'DECLINED', reference = null where order_id = ?", order.id());

    assertThat(findingsAbout(order.id()))
        .containsExactly("provider: recorded as DECLINED, the provider says HELD");
  }

  @Test
  void findsAPaymentThatNobodyDrivesToItsGoal() {
    var order = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    jdbc.update("update payment set goal = 'CAPTURED' where order_id = ?", order.id());

    assertThat(findingsAbout(order.id()))
        .containsExactly("forgotten: AUTHORIZED, goal CAPTURED, but no call is planned");
  }

  @Test
  void findsAPaymentThatWaitsForTooLongAndWhy() {
    var order = PlacedOrder.paidWith("pm_card_visa");
    provider.behave("\"then\": \"ERROR\", \"order\": \"%s\"".formatted(order.id()));
    topics.tell(order.created());
    await()
        .until(() ->
            jdbc.update(
                    """
                    update payment set waiting_since = now() - interval '2 hours'
                    where order_id = ? and last_error is not null
                    """,
                    order.id())
                == 1);

    assertThat(findingsAbout(order.id()))
        .singleElement()
        .asString()
        .startsWith("waiting: NEW, goal AUTHORIZED: waits for the provider since ")
        .contains("status 500")
        .doesNotContain("pm_card");
  }

  @Test
  void findsNothingWhileTheProviderIsAway() {
    provider.behave("\"then\": \"REFUSE\", \"operations\": [\"RETRIEVE\", \"SEARCH\"]");
    var order = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    assertThat(findingsAbout(order.id())).isEmpty();
  }

  private List<String> findingsAbout(Object subject) {
    awaitEnd();
    http.post().uri("/reconciliation").exchange().expectStatus().isAccepted();
    awaitEnd();
    return latest()
        .get("findings")
        .valueStream()
        .filter(finding -> finding.get("subject").asString().equals(subject.toString()))
        .map(finding -> finding.get("check").asString() + ": " + finding.get("what").asString())
        .toList();
  }

  private void awaitEnd() {
    await().atMost(Duration.ofSeconds(60)).until(() -> !latest().get("running").asBoolean());
  }

  private JsonNode latest() {
    String body =
        http.get()
            .uri("/reconciliation")
            .exchange()
            .expectStatus()
            .isOk()
            .expectBody(String.class)
            .returnResult()
            .getResponseBody();
    return JsonMapper.shared().readTree(body);
  }
}
