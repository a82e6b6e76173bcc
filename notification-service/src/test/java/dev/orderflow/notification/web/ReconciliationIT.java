package dev.orderflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.RunningNotifications;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReconciliationIT extends RunningNotifications {

  @Test
  void findsAMailThatIsPendingForTooLong() {
    inbox.misbehave(Faults.refusingConnections());
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    await()
        .until(() ->
            jdbc.update(
                    """
                    update notification set recorded_at = now() - interval '2 hours'
                    where order_id = ? and last_error is not null
                    """,
                    order.id())
                == 1);

    assertThat(findingsAbout(order.id()))
        .singleElement()
        .asString()
        .startsWith("pending: ORDER_CONFIRMED pending since ")
        .contains("last error: ")
        .doesNotContain(order.email());
  }

  @Test
  void findsAMailThatNoAttemptIsPlannedFor() {
    inbox.misbehave(Faults.refusingConnections());
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    await()
        .until(() ->
            jdbc.update(
                    """
                    update notification set next_attempt_at = null, attempts = 1000
                    where order_id = ? and last_error is not null
                    """,
                    order.id())
                == 1);

    assertThat(findingsAbout(order.id()))
        .containsExactly("forgotten: ORDER_CONFIRMED is pending, but no attempt is planned");
  }

  @Test
  void findsNothingWrongWithMailsThatWereAnsweredOrWaitForTheirTurn() {
    var sent = PlacedOrder.any();
    topics.tell(sent.confirmed());
    awaitAnswers(sent.id(), 1);
    inbox.misbehave(Faults.refusingConnections());
    var waiting = PlacedOrder.any();
    topics.tell(waiting.confirmed(), waiting.cancelledAfterConfirmation());
    await()
        .until(() ->
            jdbc.queryForObject(
                    "select count(*) from notification where order_id = ?",
                    Integer.class,
                    waiting.id())
                == 2);

    assertThat(findingsAbout(sent.id())).isEmpty();
    assertThat(findingsAbout(waiting.id())).isEmpty();
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
