package dev.orderflow.inventory.web;

import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.inventory.domain.Reservation;
import dev.orderflow.inventory.domain.ReservationState;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What has become of one order's demand.
 *
 * @param lines what the order demands, held or not
 * @param shortages why it was rejected; empty if it was not
 * @param updatedAt when it came into its state
 */
record ReservationView(
    UUID orderId,
    ReservationState state,
    List<StockLine> lines,
    List<Shortage> shortages,
    Instant updatedAt) {

  static ReservationView of(Reservation reservation) {
    return new ReservationView(
        reservation.orderId(),
        reservation.state(),
        reservation.lines(),
        reservation.shortages(),
        reservation.answer().time());
  }
}
