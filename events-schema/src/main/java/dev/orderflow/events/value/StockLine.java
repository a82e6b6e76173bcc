package dev.orderflow.events.value;

import static java.util.Objects.requireNonNull;

/**
 * A number of pieces of one SKU.
 *
 * @param quantity pieces, positive; a long because several lines of an order may name the same SKU
 */
public record StockLine(String sku, long quantity) {

  public StockLine {
    requireNonNull(sku, "sku");
    if (quantity <= 0) throw new IllegalArgumentException("quantity must be positive: " + quantity);
  }
}
