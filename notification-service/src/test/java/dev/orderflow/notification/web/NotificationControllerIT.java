package dev.orderflow.notification.web;

import static dev.orderflow.events.value.CancellationReason.EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.notification.PlacedOrder;
import dev.orderflow.notification.RunningNotifications;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationControllerIT extends RunningNotifications {

  @Test
  void showsWhatTheCustomerWasToldWithoutTheAddress() {
    var order = PlacedOrder.by("Ada Lovelace", "ada-" + UUID.randomUUID() + "@example.com");
    topics.tell(order.cancelled(EXPIRED));
    awaitAnswers(order.id(), 1);

    String body = get("/notifications/" + order.id(), 200);

    assertThat(body)
        .contains("\"kind\":\"ORDER_CANCELLED\"", "\"state\":\"SENT\"", "\"attempts\":1")
        .contains("\"recipient\":\"a***@example.com\"", order.id() + ".cancelled@shop.example")
        .doesNotContain(order.email(), "Lovelace");
  }

  @ParameterizedTest
  @CsvSource({
    "'', ***",
    "alice, ***",
    "@example.com, ***",
    "😀@example.com, 😀***@example.com",
    "ada@home@example.com, a***@example.com"
  })
  void showsAlsoAMailToWhatIsNoAddress(String written, String shown) {
    var order = PlacedOrder.by("Ada Lovelace", written);
    topics.tell(order.confirmed());
    awaitAnswers(order.id(), 1);

    String body = get("/notifications/" + order.id(), 200);

    assertThat(body).contains("\"code\":\"INVALID_ADDRESS\"", "\"recipient\":\"" + shown + "\"");
  }

  @Test
  void doesNotKnowAnOrderThatIsStillPending() {
    assertThat(get("/notifications/" + UUID.randomUUID(), 404)).contains("/not-found");
    assertThat(get("/notifications/1", 400)).contains("/malformed-request");
  }

  @Test
  void countsWhatAnOperatorAsksFirst() {
    var order = PlacedOrder.any();
    topics.tell(order.confirmed());
    awaitAnswers(order.id(), 1);

    assertThat(get("/actuator/prometheus", 200))
        .contains("orderflow_mails_total{kind=\"order_confirmed\",result=\"accepted\"}")
        .contains("orderflow_smtp_attempts_seconds_count{result=\"accepted\"}")
        .contains("orderflow_smtp_connections ", "orderflow_notifications_pending ")
        .contains("orderflow_notifications_oldest_seconds ", "orderflow_notifications_stuck ");
  }

  @Test
  void countsTheMailsThatAreStuckApartFromThoseThatJustWait() {
    inbox.misbehave(Faults.refusingConnections());
    var stuck = PlacedOrder.any();
    var fresh = PlacedOrder.any();
    topics.tell(stuck.confirmed(), fresh.confirmed());
    await().until(() -> pendingFor(fresh, "9 minutes"));
    await().until(() -> pendingFor(stuck, "9 minutes"));
    double before = stuck();

    assertThat(pendingFor(stuck, "11 minutes")).isTrue();

    assertThat(stuck()).isEqualTo(before + 1);
  }

  private double stuck() {
    return get("/actuator/prometheus", 200)
        .lines()
        .filter(line -> line.startsWith("orderflow_notifications_stuck "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }

  private boolean pendingFor(PlacedOrder order, String time) {
    return jdbc.update(
            """
            update notification set recorded_at = now() - ?::interval
            where order_id = ? and last_error is not null
            """,
            time,
            order.id())
        == 1;
  }

  private String get(String path, int status) {
    return http.get()
        .uri(path)
        .exchange()
        .expectStatus()
        .isEqualTo(status)
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
  }
}
