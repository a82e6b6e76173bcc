package dev.orderflow.inventory.domain;

import static dev.orderflow.inventory.PlacedOrder.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.StockLine;
import dev.orderflow.inventory.PlacedOrder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReservationTest {

  @ParameterizedTest
  @EnumSource(ReservationState.class)
  void awaitsTheOutcomeOnlyWhileItHoldsPieces(ReservationState state) {
    assertThat(reservation(state).awaitsOutcome()).isEqualTo(state == ReservationState.RESERVED);
  }

  private static Reservation reservation(ReservationState state) {
    var created = PlacedOrder.of("MUG-01", 1).created();
    List<StockLine> lines = List.of(new StockLine("MUG-01", 1));
    Reservation reservation = Reservation.reserved(lines, created, NOON);
    switch (state) {
      case RESERVED -> {}
      case REJECTED -> reservation = Reservation.rejected(lines, List.of(), created, NOON);
      case COMMITTED -> reservation.commit(created, NOON);
      case RELEASED -> reservation.release(created, NOON);
    }
    return reservation;
  }
}
