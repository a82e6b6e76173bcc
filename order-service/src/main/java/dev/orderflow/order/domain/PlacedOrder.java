package dev.orderflow.order.domain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.Refusal;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * What was ordered: the part of an order that never changes, and that what others say about it must
 * agree with.
 */
@MappedSuperclass
public abstract class PlacedOrder {

  // Read by OrderRows, as all that follows.
  @Id UUID id;

  long number;

  String caller;

  UUID requestHash;

  String customerName;

  String customerEmail;

  @JdbcTypeCode(SqlTypes.JSON)
  List<OrderLine> lines;

  BigDecimal total;

  Currency currency;

  @JdbcTypeCode(SqlTypes.JSON)
  @Nullable Address shippingAddress;

  Instant createdAt;

  /** For Hibernate and {@link OrderRows}. */
  @SuppressWarnings("NullAway.Init")
  PlacedOrder() {}

  PlacedOrder(Placement placement, long number, Instant createdAt) {
    this.id = placement.orderId();
    this.number = number;
    this.caller = placement.caller();
    this.requestHash = placement.requestHash();
    this.customerName = placement.customer().name();
    this.customerEmail = placement.customer().email();
    this.lines = placement.lines();
    this.total = placement.total().amount();
    this.currency = placement.total().currency();
    this.shippingAddress = placement.shippingAddress();
    this.createdAt = createdAt;
  }

  public UUID id() {
    return id;
  }

  /** The order number for people: short, and said over the phone. */
  public String number() {
    return "OF-" + number;
  }

  /** Who placed it. */
  public String caller() {
    return caller;
  }

  /** Whether this is the request that placed it, sent again. */
  public boolean wasPlacedBy(UUID request) {
    return requestHash.equals(request);
  }

  public Customer customer() {
    return new Customer(customerName, customerEmail);
  }

  public List<OrderLine> lines() {
    return lines;
  }

  public Money total() {
    return new Money(total, currency);
  }

  public @Nullable Address shippingAddress() {
    return shippingAddress;
  }

  public Instant createdAt() {
    return createdAt;
  }

  void requireTotal(Money amount) {
    if (!amount.equals(total())) {
      throw Refusal.contradiction("amount %s, but the total is %s".formatted(amount, total()));
    }
  }

  void requireDemand(List<StockLine> stated) {
    if (!quantities(stated).equals(demand()))
      throw Refusal.contradiction("not the lines of the order");
  }

  private static Map<String, Long> quantities(List<StockLine> stated) {
    try {
      return stated.stream().collect(toMap(StockLine::sku, StockLine::quantity, Math::addExact));
    } catch (ArithmeticException e) {
      throw Refusal.contradiction("more pieces than can be counted");
    }
  }

  void requireShortOfDemand(List<Shortage> shortages) {
    Map<String, Long> demand = demand();
    boolean ours =
        shortages.stream().allMatch(s -> Long.valueOf(s.requested()).equals(demand.get(s.sku())));
    if (shortages.isEmpty() || !ours)
      throw Refusal.contradiction("not short of the lines of the order");
  }

  /** Two lines of one SKU are one demand on the stock. */
  private Map<String, Long> demand() {
    return lines.stream().collect(groupingBy(OrderLine::sku, summingLong(OrderLine::quantity)));
  }
}
