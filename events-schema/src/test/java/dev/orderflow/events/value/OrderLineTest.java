package dev.orderflow.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class OrderLineTest {

  @Test
  void mayCostNothing() {
    OrderLine gift = OrderLine.of("GIFT-01", "Gift", 2, Money.of("0.00", "EUR"));

    assertThat(gift.lineTotal()).isEqualTo(Money.of("0.00", "EUR"));
  }

  @Test
  void neverHasANegativePrice() {
    Money price = Money.of("-12.90", "EUR");

    assertThatIllegalArgumentException().isThrownBy(() -> OrderLine.of("MUG-01", "Mug", 2, price));
  }
}
