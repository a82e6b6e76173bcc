package dev.orderflow.order.web;

import dev.orderflow.http.Caller;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.OrderHistory;
import dev.orderflow.order.domain.Order;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happened to an order, from all four services. */
@RestController
@Tag(name = "Orders")
class OrderEventsController {

  private final OwnOrders ownOrders;
  private final OrderHistory history;
  private final OrderStreams streams;

  OrderEventsController(OwnOrders ownOrders, OrderHistory history, OrderStreams streams) {
    this.ownOrders = ownOrders;
    this.history = history;
    this.streams = streams;
  }

  @GetMapping(path = "/orders/{id}/events", produces = MediaType.APPLICATION_JSON_VALUE)
  @Operation(
      summary = "Lists what happened to an order, in the order in which it became true",
      description = "A cause stands before its effect, whatever the clocks of the services say.")
  @MayFail(ProblemType.NOT_FOUND)
  List<EventView> events(@PathVariable UUID id, Caller caller) {
    Order order = ownOrders.get(id, caller);
    return history.of(order.id()).stream().map(EventView::of).toList();
  }

  @GetMapping(path = "/orders/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  @Operation(
      summary = "Streams what happens to an order, as server-sent events",
      description =
          "Begins with what has happened already and ends when the order is settled and its mail"
              + " answered for. The name of each is its type, its data as in the list of events; a"
              + " client that reconnects gets all of it again, or 204 if it has seen the last one;"
              + " 204 too once an operator's retention has erased them.")
  @ApiResponse(
      responseCode = "200",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(implementation = EventView.class)))
  @ApiResponse(
      responseCode = "204",
      description = "Nothing more to tell as yet: a cancellation may still come",
      content = @Content)
  @MayFail({ProblemType.NOT_FOUND, ProblemType.TOO_MANY_REQUESTS})
  ResponseEntity<SseEmitter> stream(
      @PathVariable UUID id,
      Caller caller,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastSeen,
      HttpMethod method) {
    Order order = ownOrders.get(id, caller);
    if (order.isAnswered() && hasNothingToTell(order, lastSeen)) {
      return ResponseEntity.noContent().build();
    }
    // Nobody would read what it is told, nor leave.
    if (method.equals(HttpMethod.HEAD)) {
      return stream().contentType(MediaType.TEXT_EVENT_STREAM).build();
    }
    return stream().body(streams.open(order.id()));
  }

  // nginx would gather events before it passes them on.
  private static ResponseEntity.BodyBuilder stream() {
    return ResponseEntity.ok().header("X-Accel-Buffering", "no");
  }

  private boolean hasNothingToTell(Order order, @Nullable String lastSeen) {
    List<OrderHistory.Told> events = history.of(order.id());
    return events.isEmpty() || events.getLast().id().toString().equals(lastSeen);
  }
}
