package dev.orderflow.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @Test
  void keepsTheScaleOfItsCurrency() {
    assertThat(Money.of("12.9", "EUR"))
        .isEqualTo(Money.of("12.90", "EUR"))
        .hasToString("12.90 EUR");
    assertThat(Money.of("1290", "JPY")).hasToString("1290 JPY");
    assertThat(Money.of("1.234", "KWD").inMinorUnits()).isEqualTo(1234);
  }

  @Test
  void refusesWhatTheCurrencyHasNoCoinFor() {
    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> Money.of("1.5", "JPY"));
  }

  @Test
  void refusesToGrowBeyondItsDigits() {
    Money large = Money.of("9999999999999.99", "EUR");

    assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> large.times(2));
  }

  @Test
  void addsOnlyWhatHasOneCurrency() {
    assertThat(Money.of("1.10", "EUR").plus(Money.of("2.20", "EUR")))
        .isEqualTo(Money.of("3.30", "EUR"));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Money.of("1.10", "EUR").plus(Money.of("2.20", "USD")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1e999999999",
        "NaN",
        "1,5",
        "+1",
        " 1",
        "1.",
        ".5",
        "0x1",
        "99999999999999999"
      })
  void refusesWhatIsNotAPlainAmount(String amount) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Money.of(amount, "EUR"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "EURO", "eur", "XXX", "XAU"})
  void refusesWhatIsNotACurrencyToPayIn(String currency) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Money.of("1", currency));
  }
}
