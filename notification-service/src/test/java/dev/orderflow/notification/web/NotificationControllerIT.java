package dev.orderflow.notification.web;

import static dev.orderflow.events.value.CancellationReason.EXPIRED;
import static org.assertj.core.api.Assertions.assertThat;

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
        .contains("orderflow_notifications_oldest_seconds ");
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
