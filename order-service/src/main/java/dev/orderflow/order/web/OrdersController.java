package dev.orderflow.order.web;

import dev.orderflow.http.Caller;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.http.page.Page;
import dev.orderflow.http.problem.MayFail;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A caller's orders as they are now. */
@RestController
@RequestMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OrdersController {

  /** No id is beyond it. */
  private static final UUID END_OF_TIME = new UUID(-1, -1);

  /** In search of a rare status, all orders of the caller would be read for one page. */
  private static final int MOST_LOOKED_AT = 10_000;

  private final Orders orders;
  private final OwnOrders ownOrders;

  OrdersController(Orders orders, OwnOrders ownOrders) {
    this.orders = orders;
    this.ownOrders = ownOrders;
  }

  @GetMapping("/{id}")
  @Operation(summary = "Shows an order")
  @MayFail(ProblemType.NOT_FOUND)
  OrderView show(@PathVariable UUID id, Caller caller) {
    return OrderView.of(ownOrders.get(id, caller));
  }

  @GetMapping
  @Operation(
      summary = "Lists the caller's orders, the latest first",
      description =
          "Ask for the next page with the cursor of this one, until next is null: a page of a"
              + " status may be short, or empty, and not the last one.")
  Page<OrderView> list(
      Caller caller,
      @RequestParam(required = false) @Nullable OrderStatus status,
      @RequestParam(required = false) @Nullable Cursor cursor,
      @RequestParam(defaultValue = "" + Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT)
          int limit) {
    UUID before = cursor == null ? END_OF_TIME : cursor.toUuid();
    return latest(caller.name(), before, status, limit).map(OrderView::of);
  }

  private Page<Order> latest(String caller, UUID before, @Nullable OrderStatus status, int limit) {
    return switch (status) {
      case null -> Page.of(orders.latest(caller, before, limit + 1), limit, Order::id);
      case PENDING -> Page.of(orders.latestPending(caller, before, limit + 1), limit, Order::id);
      case CONFIRMED, CANCELLED -> latestAmongAFew(caller, before, status, limit);
    };
  }

  private Page<Order> latestAmongAFew(String caller, UUID before, OrderStatus status, int limit) {
    List<Order> found = orders.latest(caller, before, MOST_LOOKED_AT, status.name(), limit + 1);
    Page<Order> page = Page.of(found, limit, Order::id);
    if (page.next() != null) return page;
    return orders
        .idAfter(MOST_LOOKED_AT - 1, caller, before)
        .map(last -> new Page<>(notBefore(last, page.items()), Cursor.of(last.toString()).text()))
        .orElse(page);
  }

  // With orders placed meanwhile, fewer of the old ones are among the latest: the next page has
  // those.
  private static List<Order> notBefore(UUID id, List<Order> found) {
    return found.stream().filter(order -> order.id().compareTo(id) >= 0).toList();
  }
}
