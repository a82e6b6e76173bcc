package dev.orderflow.order.web;

import dev.orderflow.http.Caller;
import dev.orderflow.http.IdempotencyKey;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.OrderRefused;
import dev.orderflow.order.PlaceOrder;
import dev.orderflow.order.PlacingOrders;
import dev.orderflow.order.domain.Order;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;

/** Where orders come in. */
@RestController
@Tag(name = "Orders")
class PlacingController {

  private final PlacingOrders placingOrders;
  private final OutcomeWaits waits;

  PlacingController(PlacingOrders placingOrders, OutcomeWaits waits) {
    this.placingOrders = placingOrders;
    this.waits = waits;
  }

  /**
   * @return a response, or the promise of one for a client that prefers to wait; only the promise
   *     costs a second dispatch
   */
  @PostMapping(
      path = "/orders",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Places an order",
      description =
          "The server prices the order. It is PENDING until its stock is reserved and its payment"
              + " authorized, both at the same time. The same key with the same body gives the same"
              + " order again, as it is now.")
  @IdempotencyKey.Needed
  @Parameter(
      name = Preference.HEADER,
      in = ParameterIn.HEADER,
      description = "wait=N answers when the order is decided or N seconds, at most 30, are over",
      example = "wait=5",
      schema = @Schema(type = "string"))
  @ApiResponse(
      responseCode = "201",
      description = "The order is taken and will be finished",
      headers = {
        @Header(name = "Location", description = "Where to follow it"),
        @Header(
            name = Preference.APPLIED,
            description = "How long was waited at most; missing if nobody waited")
      },
      content = @Content(schema = @Schema(implementation = OrderView.class)))
  @MayFail({
    ProblemType.INVALID_IDEMPOTENCY_KEY,
    ProblemType.PRICE_CHANGED,
    ProblemType.REQUEST_IN_PROGRESS,
    ProblemType.CONTENT_TOO_LARGE,
    ProblemType.UNSUPPORTED_MEDIA_TYPE,
    ProblemType.INVALID_REQUEST,
    ProblemType.IDEMPOTENCY_KEY_REUSED,
    ProblemType.UNAVAILABLE
  })
  Object place(
      @RequestHeader HttpHeaders headers, Caller caller, @RequestBody PlaceOrderRequest request) {
    String key = IdempotencyKey.of(headers);
    Order order = place(caller, key, request.toCommand());
    Preference preference = Preference.of(headers);
    return waits(order, preference)
        .<Object>map(Function.identity())
        .orElseGet(() -> created(order).body(OrderView.of(order)));
  }

  private Optional<DeferredResult<ResponseEntity<OrderView>>> waits(
      Order order, Preference preference) {
    return preference.wantsToWait()
        ? waits.await(order, preference, decided -> created(decided, preference))
        : Optional.empty();
  }

  private Order place(Caller caller, String key, PlaceOrder command) {
    try {
      return placingOrders.place(caller.name(), key, command).order();
    } catch (OrderRefused refused) {
      throw RefusalProblems.of(refused, command);
    }
  }

  private static ResponseEntity<OrderView> created(Order order, Preference preference) {
    return created(order)
        .header(Preference.APPLIED, preference.applied())
        .body(OrderView.of(order));
  }

  private static ResponseEntity.BodyBuilder created(Order order) {
    return ResponseEntity.created(URI.create("/orders/" + order.id()));
  }
}
