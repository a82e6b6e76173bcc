package dev.orderflow.order;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.Orders;
import dev.orderflow.order.domain.Placement;
import dev.orderflow.order.domain.Product;
import dev.orderflow.order.domain.Products;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes an order: prices it and keeps it with what it states, in one short transaction. A caller's
 * idempotency key stands for one order for ever.
 */
@Service
public class PlacingOrders {

  /**
   * @param repeated whether an earlier request placed it
   */
  public record Placed(Order order, boolean repeated) {}

  /** PostgreSQL's lock_not_available, for which Spring has no exception of its own. */
  private static final String LOCK_TIMEOUT = "55P03";

  private final Products products;
  private final Orders orders;
  private final NewOrders newOrders;
  private final Journals journals;
  private final TransactionTemplate transaction;

  PlacingOrders(
      Products products,
      Orders orders,
      NewOrders newOrders,
      Journals journals,
      TransactionTemplate transaction) {
    this.products = products;
    this.orders = orders;
    this.newOrders = newOrders;
    this.journals = journals;
    this.transaction = transaction;
  }

  /**
   * @throws OrderRefused if it cannot be taken
   */
  public Placed place(String caller, String idempotencyKey, PlaceOrder wish) {
    UUID request = RequestHash.of(wish);
    Optional<Order> placed;
    try {
      placed = transaction.execute(_ -> tryToPlace(caller, idempotencyKey, request, wish));
    } catch (OrderRefused refused) {
      // What was placed once stays placed, whatever has become of prices and products since.
      return placedBefore(caller, idempotencyKey, request).orElseThrow(() -> refused);
    } catch (DataAccessException e) {
      throw isLockTimeout(e) ? new OrderRefused.StillPlacing() : e;
    }
    return placed
        .map(order -> new Placed(order, false))
        .or(() -> placedBefore(caller, idempotencyKey, request))
        .orElseThrow(OrderRefused.StillPlacing::new);
  }

  private static boolean isLockTimeout(DataAccessException e) {
    return NestedExceptionUtils.getMostSpecificCause(e) instanceof SQLException sql
        && LOCK_TIMEOUT.equals(sql.getSQLState());
  }

  private Optional<Order> tryToPlace(String caller, String key, UUID request, PlaceOrder wish) {
    List<OrderLine> lines = price(wish.items());
    Placement placement =
        new Placement(
            UuidCreator.getTimeOrderedEpochPlus1(),
            caller,
            key,
            request,
            wish.customer(),
            lines,
            total(lines, wish.expectedTotal()),
            wish.paymentToken(),
            wish.shippingAddress());
    Optional<Order> placed = newOrders.insert(placement);
    placed.ifPresent(this::state);
    return placed;
  }

  private void state(Order order) {
    Journal journal = journals.open();
    journal.place(order);
    journal.write();
  }

  private Optional<Placed> placedBefore(String caller, String key, UUID request) {
    return orders
        .findByCallerAndIdempotencyKey(caller, key)
        .map(order -> {
          if (!order.wasPlacedBy(request)) throw new OrderRefused.KeyReused();
          return new Placed(order, true);
        });
  }

  private List<OrderLine> price(List<PlaceOrder.Item> items) {
    String[] skus = items.stream().map(PlaceOrder.Item::sku).distinct().toArray(String[]::new);
    Map<String, Product> named =
        products.named(skus).stream().collect(toMap(Product::sku, identity()));
    return items.stream().map(item -> line(item, named.get(item.sku()))).toList();
  }

  private static OrderLine line(PlaceOrder.Item item, @Nullable Product product) {
    if (product == null || !product.isSellable()) throw new OrderRefused.NotSellable(item.sku());
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
