package dev.orderflow.order;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.messaging.BackPressure;
import dev.orderflow.messaging.Pulses;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.order.GroupCommit.Turn;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Orders;
import dev.orderflow.order.domain.Placement;
import dev.orderflow.order.domain.Product;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes orders: prices them and keeps them with what they state. Orders that come at the same time
 * share one short transaction. A caller's idempotency key stands for one order for ever.
 */
@Service
public class PlacingOrders implements DisposableBean {

  /**
   * @param repeated whether an earlier request placed it
   */
  public record Placed(Order order, boolean repeated) {}

  private final Catalogue catalogue;
  private final Orders orders;
  private final NewOrders newOrders;
  private final Journals journals;
  private final Tracing tracing;
  private final GroupCommit<Wish, Optional<Order>> counter;

  PlacingOrders(
      Catalogue catalogue,
      Orders orders,
      NewOrders newOrders,
      Journals journals,
      Tracing tracing,
      TransactionTemplate transaction,
      OrderSettings settings,
      Pulses pulses,
      BackPressure pressure) {
    this.catalogue = catalogue;
    this.orders = orders;
    this.newOrders = newOrders;
    this.journals = journals;
    this.tracing = tracing;
    this.counter =
        new GroupCommit<>(
            "place", settings.placers(), transaction, pulses, pressure::isOn, this::place);
  }

  /** A client's request with all that must be known of it on another thread. */
  private record Wish(
      String caller, String key, UUID hash, PlaceOrder order, @Nullable String traceparent) {

    Placement priced(List<OrderLine> lines) {
      return new Placement(
          UuidCreator.getTimeOrderedEpochPlus1(),
          caller,
          key,
          hash,
          order.customer(),
          lines,
          total(lines, order.expectedTotal()),
          order.paymentToken(),
          order.shippingAddress());
    }
  }

  /**
   * @throws OrderRefused if it cannot be taken
   */
  public Placed place(String caller, String idempotencyKey, PlaceOrder order) {
    Wish wish =
        new Wish(
            caller, idempotencyKey, RequestHash.of(order), order, tracing.currentTraceparent());
    Optional<Order> placed;
    try {
      placed = counter.execute(wish);
    } catch (OrderRefused refused) {
      // What was placed once stays placed, whatever has become of prices and products since.
      return placedBefore(wish).orElseThrow(() -> refused);
    }
    return placed
        .map(it -> new Placed(it, false))
        .or(() -> placedBefore(wish))
        .orElseThrow(OrderRefused.StillPlacing::new);
  }

  @Override
  public void destroy() {
    counter.close();
  }

  private Optional<Placed> placedBefore(Wish wish) {
    return orders
        .findByCallerAndIdempotencyKey(wish.caller, wish.key)
        .map(order -> {
          if (!order.wasPlacedBy(wish.hash)) throw new OrderRefused.KeyReused();
          return new Placed(order, true);
        });
  }

  private void place(List<Turn<Wish, Optional<Order>>> group) {
    Map<Turn<Wish, Optional<Order>>, Placement> priced = price(group);
    if (haveWaitedForAKey(group)) newOrders.waitNoMore();
    Map<UUID, Order> placed = newOrders.insert(inTheOrderOfTheirKeys(priced.values()));
    Journal journal = journals.open();
    priced.forEach((turn, placement) -> {
      Optional<Order> order = Optional.ofNullable(placed.get(placement.orderId()));
      order.ifPresent(it -> journal.place(it, turn.request().traceparent()));
      turn.answer(order);
    });
    journal.write();
  }

  private static boolean haveWaitedForAKey(List<Turn<Wish, Optional<Order>>> group) {
    return group.getFirst().failureOfItsGroup() instanceof OrderRefused.StillPlacing;
  }

  // Two transactions that wait for each other's keys would be a deadlock.
  private static List<Placement> inTheOrderOfTheirKeys(Collection<Placement> placements) {
    return placements.stream()
        .sorted(comparing(Placement::caller).thenComparing(Placement::idempotencyKey))
        .toList();
  }

  private Map<Turn<Wish, Optional<Order>>, Placement> price(
      List<Turn<Wish, Optional<Order>>> group) {
    Map<String, Product> products = productsNamedBy(group);
    Map<Turn<Wish, Optional<Order>>, Placement> priced = new LinkedHashMap<>();
    for (Turn<Wish, Optional<Order>> turn : group) {
      try {
        Wish wish = turn.request();
        priced.put(turn, wish.priced(lines(wish.order.items(), products)));
      } catch (OrderRefused refused) {
        turn.refuse(refused);
      }
    }
    return priced;
  }

  private Map<String, Product> productsNamedBy(List<Turn<Wish, Optional<Order>>> group) {
    return catalogue.named(
        group.stream()
            .flatMap(turn -> turn.request().order.items().stream())
            .map(PlaceOrder.Item::sku));
  }

  private static List<OrderLine> lines(List<PlaceOrder.Item> items, Map<String, Product> products) {
    Set<String> notSellable =
        items.stream()
            .map(PlaceOrder.Item::sku)
            .filter(sku -> !isSellable(products.get(sku)))
            .collect(toSet());
    if (!notSellable.isEmpty()) throw new OrderRefused.NotSellable(notSellable);
    return items.stream()
        .map(item -> line(item, requireNonNull(products.get(item.sku()))))
        .toList();
  }

  private static boolean isSellable(@Nullable Product product) {
    return product != null && product.isSellable();
  }

  private static OrderLine line(PlaceOrder.Item item, Product product) {
    try {
      return product.line(item.quantity());
    } catch (ArithmeticException e) {
      throw new OrderRefused.TotalTooLarge();
    }
  }

  private static Money total(List<OrderLine> lines, @Nullable Money expected) {
    Money total = sum(lines);
    if (expected != null && !expected.equals(total)) throw new OrderRefused.OtherTotal(total);
    return total;
  }

  private static Money sum(List<OrderLine> lines) {
    if (lines.stream().map(line -> line.unitPrice().currency()).distinct().count() > 1) {
      throw new OrderRefused.SeveralCurrencies();
    }
    try {
      return lines.stream().map(OrderLine::lineTotal).reduce(Money::plus).orElseThrow();
    } catch (ArithmeticException e) {
      throw new OrderRefused.TotalTooLarge();
    }
  }
}
