package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class OrderMetricsIT extends RunningOrders {

  @Autowired MeterRegistry metrics;
  @Autowired PendingGauges gauges;

  @Test
  void countsOrdersByOutcomeAndReason() {
    double confirmed = outcomes("CONFIRMED", "");
    double declined = outcomes("CANCELLED", "PAYMENT_DECLINED");

    confirmed(placeTwoMugs());
    Order other = placeTwoMugs();
    others.tell(new Answers(other).declined());
    awaitStatus(other, OrderStatus.CANCELLED);

    await()
        .untilAsserted(() -> {
          assertThat(outcomes("CONFIRMED", "")).isEqualTo(confirmed + 1);
          assertThat(outcomes("CANCELLED", "PAYMENT_DECLINED")).isEqualTo(declined + 1);
        });
  }

  @Test
  void countsFromZeroWhatHasNotHappenedYet() {
    for (CancellationReason reason : CancellationReason.values()) {
      assertThat(outcomes("CANCELLED", reason.name())).isNotNegative();
    }
  }

  @Test
  void timesConfirmationAndSettlement() {
    long confirmations = metrics.get("orderflow.orders.confirmation").timer().count();
    long settlements = metrics.get("orderflow.orders.settlement").timer().count();

    Order order = confirmed(placeTwoMugs());
    others.tell(new Answers(order).committed(), new Answers(order).captured());

    await()
        .untilAsserted(() -> {
          assertThat(metrics.get("orderflow.orders.confirmation").timer().count())
              .isEqualTo(confirmations + 1);
          assertThat(metrics.get("orderflow.orders.settlement").timer().count())
              .isEqualTo(settlements + 1);
        });
  }

  @Test
  void gaugesPendingOrdersByAge() {
    Order order = placeTwoMugs();
    gauges.refresh();
    double before = pending("older");

    jdbc.update(
        "update orders set stated_at = now() - interval '10 minutes' where id = ?", order.id());
    gauges.refresh();

    assertThat(pending("older")).isEqualTo(before + 1);
    assertThat(pending("5m")).isGreaterThanOrEqualTo(0);
  }

  private double outcomes(String status, String reason) {
    return metrics
        .get("orderflow.orders.outcomes")
        .tags("status", status, "reason", reason)
        .counter()
        .count();
  }

  private double pending(String age) {
    return metrics.get("orderflow.orders.pending").tag("age", age).gauge().value();
  }
}
