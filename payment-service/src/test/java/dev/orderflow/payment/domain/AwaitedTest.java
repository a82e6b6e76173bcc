package dev.orderflow.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.Money;
import dev.orderflow.payment.PlacedOrder;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwaitedTest {

  @ParameterizedTest
  @CsvSource({
    "NEW,            AUTHORIZED,   PROVIDER",
    "NEW,            CAPTURED,     PROVIDER",
    "NEW,            NOTHING_HELD, PROVIDER",
    "AUTHORIZED,     AUTHORIZED,   OUTCOME",
    "AUTHORIZED,     CAPTURED,     PROVIDER",
    "AUTHORIZED,     NOTHING_HELD, PROVIDER",
    "DECLINED,       AUTHORIZED,   NOBODY",
    "DECLINED,       CAPTURED,     NOBODY",
    "DECLINED,       NOTHING_HELD, NOBODY",
    "CAPTURED,       AUTHORIZED,   NOBODY",
    "CAPTURED,       CAPTURED,     NOBODY",
    "CAPTURED,       NOTHING_HELD, PROVIDER",
    "CAPTURE_FAILED, AUTHORIZED,   CANCELLATION",
    "CAPTURE_FAILED, CAPTURED,     CANCELLATION",
    "CAPTURE_FAILED, NOTHING_HELD, PROVIDER",
    "VOIDED,         AUTHORIZED,   NOBODY",
    "VOIDED,         CAPTURED,     NOBODY",
    "VOIDED,         NOTHING_HELD, NOBODY",
    "REFUNDED,       AUTHORIZED,   NOBODY",
    "REFUNDED,       CAPTURED,     NOBODY",
    "REFUNDED,       NOTHING_HELD, NOBODY"
  })
  void waitsForWhoCanBringItOn(PaymentState state, PaymentGoal goal, Awaited awaited) {
    Payment payment =
        new Payment(
            UUID.randomUUID(), Money.of("1.00", "EUR"), UUID.randomUUID(), PlacedOrder.NOON);
    payment.state = state;
    payment.goal = goal;

    assertThat(payment.awaited()).isEqualTo(awaited);
  }
}
