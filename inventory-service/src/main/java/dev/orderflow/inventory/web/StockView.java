package dev.orderflow.inventory.web;

import dev.orderflow.inventory.domain.Stock;

/**
 * The pieces of one SKU: {@code available = onHand - reserved} and {@code onHand = restocked -
 * committed + returned}.
 */
record StockView(
    String sku,
    long onHand,
    long reserved,
    long available,
    long restocked,
    long committed,
    long returned) {

  static StockView of(Stock stock) {
    return new StockView(
        stock.sku(),
        stock.onHand(),
        stock.reserved(),
        stock.available(),
        stock.restocked(),
        stock.committed(),
        stock.returned());
  }
}
