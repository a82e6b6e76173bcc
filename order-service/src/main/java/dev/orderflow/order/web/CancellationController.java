package dev.orderflow.order.web;

import dev.orderflow.http.Caller;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.CancellingOrders;
import dev.orderflow.order.domain.CancellationRefused;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Where customers take back what they ordered. */
@RestController
@Tag(name = "Orders")
class CancellationController {

  /** There is nothing to say yet; a body must be an empty object. */
  record CancellationRequest() {}

  private final CancellingOrders cancellingOrders;

  CancellationController(CancellingOrders cancellingOrders) {
    this.cancellingOrders = cancellingOrders;
  }

  @PostMapping(
      path = "/orders/{id}/cancellation",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Cancels an order",
      description =
          "Possible while the order is pending and for a while after its confirmation; what was"
              + " reserved, held or paid is given back. Asking again changes nothing.")
  @MayFail({ProblemType.NOT_FOUND, ProblemType.CANCELLATION_FORBIDDEN})
  OrderView cancel(
      @PathVariable UUID id,
      Caller caller,
      @RequestBody(required = false) @Nullable CancellationRequest ignored) {
    try {
      return cancellingOrders
          .cancel(caller.name(), id)
          .map(OrderView::of)
          .orElseThrow(OwnOrders::unknown);
    } catch (CancellationRefused refused) {
      throw new ProblemException(ProblemType.CANCELLATION_FORBIDDEN, detailOf(refused));
    }
  }

  private static String detailOf(CancellationRefused refused) {
    return switch (refused.why()) {
      case ALREADY_CANCELLED -> "The order was cancelled already, for another reason.";
      case WINDOW_CLOSED -> "The order was confirmed too long ago.";
    };
  }
}
