package dev.orderflow.events.value;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A line of an order, with the name and the price that the product had when it was ordered.
 *
 * @param quantity pieces, positive
 * @param unitPrice not negative
 * @param lineTotal unit price × quantity
 */
public record OrderLine(String sku, String name, int quantity, Money unitPrice, Money lineTotal) {

  public OrderLine {
    requireNonNull(sku, "sku");
    requireNonNull(name, "name");
    if (quantity <= 0) throw new IllegalArgumentException("quantity must be positive: " + quantity);
    if (unitPrice.isNegative()) throw new IllegalArgumentException("price must not be negative");
    if (!unitPrice.times(quantity).equals(lineTotal)) {
      throw new IllegalArgumentException("line total is not unit price × quantity");
    }
  }

  /**
   * @throws ArithmeticException if the line total is beyond {@link Money#MAX_DIGITS}
   */
  public static OrderLine of(String sku, String name, int quantity, Money unitPrice) {
    return new OrderLine(sku, name, quantity, unitPrice, unitPrice.times(quantity));
  }

  /** The lines of an order: at least one, all in the currency of the total and adding up to it. */
  public static List<OrderLine> atLeastOne(List<OrderLine> lines, Money total) {
    Money sum = lines.stream().map(OrderLine::lineTotal).reduce(Money::plus).orElseThrow();
    if (!sum.equals(total)) throw new IllegalArgumentException("lines add up to another total");
    return List.copyOf(lines);
  }
}
