package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReconciliationIT extends OrderServiceUnderTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void findsNothingWrongWithASoundOrder() throws Exception {
    UUID id = placed();

    assertThat(findingsAbout(id)).isEmpty();
  }

  @Test
  void findsAHistoryThatLacksAnEvent() throws Exception {
    UUID id = placed();
    jdbc.sql("update orders set version = 2 where id = ?").param(id).update();

    assertThat(findingsAbout(id)).containsExactly("history: its version is 2, its history has [1]");
  }

  @Test
  void findsNothingWrongWithAnOrderWhoseHistoryIsNoLongerKept() throws Exception {
    UUID id = placed();
    jdbc.sql(
            """
            update orders set status = 'CANCELLED', cancellation_reason = 'EXPIRED', payment_token = null,
              stock = 'RELEASED', payment = 'VOIDED', cancellation_mail = 'SENT', version = 5, redrive_at = null
            where id = ?
            """)
        .param(id)
        .update();
    jdbc.sql("delete from order_event where order_id = ?").param(id).update();

    assertThat(findingsAbout(id)).isEmpty();
  }

  @Test
  void findsARowThatIsNotAsItsHistory() throws Exception {
    UUID id = placed();
    jdbc.sql("update orders set stock = 'RESERVED' where id = ?").param(id).update();

    assertThat(findingsAbout(id))
        .containsExactly("history: stock: its row says RESERVED, its history AWAITED");
  }

  @Test
  void findsAnOrderThatHasWaitedForTooLong() throws Exception {
    UUID id = placed();
    jdbc.sql("update orders set stated_at = now() - interval '2 hours' where id = ?")
        .param(id)
        .update();

    assertThat(findingsAbout(id))
        .singleElement()
        .asString()
        .startsWith("unanswered: PENDING, stock AWAITED, payment AWAITED: waits for answers since");
  }

  @Test
  void showsItsResultToMetricsAndNamesNoCustomer() throws Exception {
    UUID id = placed();
    jdbc.sql("update orders set stock = 'RESERVED' where id = ?").param(id).update();

    findingsAbout(id);

    String metrics = http.send("GET /actuator/prometheus", "", "").body();
    assertThat(metrics)
        .containsPattern("orderflow_reconciliation_findings [1-9]")
        .contains("orderflow_reconciliation_age_seconds ");
    assertThat(latest().toString()).doesNotContain("Ada", "example.com", "pm_card");
  }

  @Test
  void beginsNoSecondRunWhileAnotherInstanceIsAtIt() throws Exception {
    awaitEnd();
    jdbc.sql(
            """
            update reconciliation set holder = gen_random_uuid(), leased_until = now() + interval '1 hour'
            """)
        .update();
    try {
      JsonNode before = latest();

      Response second = begin();

      assertThat(second.status()).isEqualTo(202);
      assertThat(second.json()).isEqualTo(before);
      assertThat(before.get("running").asBoolean()).isTrue();
    } finally {
      jdbc.sql("update reconciliation set leased_until = '-infinity'").update();
    }
  }

  @Test
  void describesItself() throws Exception {
    JsonNode api = http.send("GET /v3/api-docs", "", "").json();

    assertThat(api.at("/paths/~1reconciliation").propertyNames())
        .containsExactlyInAnyOrder("get", "post");
  }

  private UUID placed() throws Exception {
    Response response = http.send("POST /orders", headers(key()), TWO_MUGS);
    return UUID.fromString(response.json().get("id").asString());
  }

  private List<String> findingsAbout(UUID id) throws Exception {
    awaitEnd();
    assertThat(begin().status()).isEqualTo(202);
    awaitEnd();
    return latest()
        .get("findings")
        .valueStream()
        .filter(finding -> finding.get("subject").asString().equals(id.toString()))
        .map(finding -> finding.get("check").asString() + ": " + finding.get("what").asString())
        .toList();
  }

  private void awaitEnd() {
    await().atMost(SOON).until(() -> !latest().get("running").asBoolean());
  }

  private Response begin() throws Exception {
    return http.send("POST /reconciliation", "", "");
  }

  private JsonNode latest() throws Exception {
    return http.send("GET /reconciliation", "", "").json();
  }
}
