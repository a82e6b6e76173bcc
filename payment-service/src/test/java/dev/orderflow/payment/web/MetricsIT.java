package dev.orderflow.payment.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.payment.PlacedOrder;
import dev.orderflow.payment.RunningPayments;
import org.junit.jupiter.api.Test;

class MetricsIT extends RunningPayments {

  @Test
  void countsThePaymentsThatAreStuckApartFromThoseThatJustWait() {
    provider.behave("\"then\": \"REFUSE\"");
    var stuck = PlacedOrder.paidWith("pm_card_visa");
    var fresh = PlacedOrder.paidWith("pm_card_visa");
    topics.tell(stuck.created());
    topics.tell(fresh.created());
    await().until(() -> waitsFor(fresh, "4 minutes"));
    await().until(() -> waitsFor(stuck, "4 minutes"));
    double before = stuck();

    assertThat(waitsFor(stuck, "6 minutes")).isTrue();

    assertThat(stuck()).isEqualTo(before + 1);
  }

  private boolean waitsFor(PlacedOrder order, String time) {
    return jdbc.update(
            """
            update payment set waiting_since = now() - ?::interval
            where order_id = ? and last_error is not null
            """,
            time,
            order.id())
        == 1;
  }

  private double stuck() {
    return http.get()
        .uri("/actuator/prometheus")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody()
        .lines()
        .filter(line -> line.startsWith("orderflow_payments_stuck "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }
}
