package dev.orderflow.inventory;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.diagnosis.Diagnosing;
import dev.orderflow.http.diagnosis.Standing;
import dev.orderflow.http.diagnosis.Wait;
import dev.orderflow.inventory.domain.Reservation;
import dev.orderflow.inventory.domain.Reservations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says whether stock is held for an order, and for whose word. */
@Service
class DiagnosingReservations implements Diagnosing {

  private final Reservations reservations;

  DiagnosingReservations(Reservations reservations) {
    this.reservations = reservations;
  }

  @Override
  public Optional<Standing> standingOf(UUID orderId) {
    return reservations
        .findByOrderId(orderId)
        .map(reservation ->
            new Standing(
                "The reservation is %s.".formatted(reservation.state()), waits(reservation)));
  }

  private static List<Wait> waits(Reservation reservation) {
    if (!reservation.awaitsOutcome()) return List.of();
    String what = "confirm or cancel the order";
    return List.of(Wait.of(EventSource.ORDER_SERVICE, what, reservation.answer().time()));
  }
}
