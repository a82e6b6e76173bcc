package dev.orderflow.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeAmountTest {

  @ParameterizedTest
  @CsvSource({
    "25.80, EUR, 2580",
    "0.01, USD, 1",
    "1290, JPY, 1290",
    "1.234, KWD, 1234",
    "500, ISK, 50000",
    "500, UGX, 50000",
    "500, MGA, 500",
  })
  void countsAsStripeDoes(String amount, String currency, long expected) {
    assertThat(StripeAmount.of(Money.of(amount, currency))).isEqualTo(expected);
  }
}
