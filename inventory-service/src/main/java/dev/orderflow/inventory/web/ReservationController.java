package dev.orderflow.inventory.web;

import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.inventory.domain.Reservations;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows operators what has become of an order's demand. */
@RestController
class ReservationController {

  private final Reservations reservations;

  ReservationController(Reservations reservations) {
    this.reservations = reservations;
  }

  @GetMapping(path = "/reservations/{orderId}", produces = MediaType.APPLICATION_JSON_VALUE)
  @MayFail(ProblemType.NOT_FOUND)
  ReservationView reservation(@PathVariable UUID orderId) {
    return reservations
        .findByOrderId(orderId)
        .map(ReservationView::of)
        .orElseThrow(() -> ProblemException.notFound("This order has not been heard of."));
  }
}
