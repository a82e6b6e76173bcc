package dev.orderflow.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StockTest {

  private final Stock mugs = new Stock("MUG-01", 10);

  @Test
  void setsPiecesAside() {
    mugs.reserve(4);

    assertThat(mugs.onHand()).isEqualTo(10);
    assertThat(mugs.available()).isEqualTo(6);
  }

  @Test
  void losesWhatIsCommittedAndRegainsWhatIsTakenBack() {
    mugs.reserve(4);
    mugs.commit(4);
    mugs.takeBack(3);

    assertThat(mugs.onHand()).isEqualTo(9);
    assertThat(mugs.reserved()).isZero();
    assertThat(mugs.onHand()).isEqualTo(mugs.restocked() - mugs.committed() + mugs.returned());
  }

  @Test
  void growsByWhatIsRestocked() {
    mugs.restock(5);

    assertThat(mugs.available()).isEqualTo(15);
    assertThat(mugs.restocked()).isEqualTo(15);
  }

  @Test
  void cannotGiveWhatItHasNot() {
    mugs.reserve(8);

    assertThatIllegalStateException().isThrownBy(() -> mugs.reserve(3));
    assertThatIllegalStateException().isThrownBy(() -> mugs.release(9));
    assertThatIllegalStateException().isThrownBy(() -> mugs.commit(9));
    assertThatIllegalStateException().isThrownBy(() -> mugs.takeBack(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void movesNothingBackwards(long quantity) {
    assertThatIllegalStateException().isThrownBy(() -> mugs.reserve(quantity));
    assertThatIllegalStateException().isThrownBy(() -> mugs.release(quantity));
    assertThatIllegalStateException().isThrownBy(() -> mugs.commit(quantity));
    assertThatIllegalStateException().isThrownBy(() -> mugs.takeBack(quantity));
    assertThatIllegalStateException().isThrownBy(() -> mugs.restock(quantity));
  }
}
