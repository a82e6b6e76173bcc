package dev.orderflow.order.web;

import dev.orderflow.events.value.Money;
import dev.orderflow.order.domain.Product;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * A product of the catalogue.
 *
 * @param sellable whether orders may name it
 */
@Schema(name = "Product")
record ProductView(String sku, String name, Money price, boolean sellable) {

  static ProductView of(Product product) {
    return new ProductView(product.sku(), product.name(), product.price(), product.isSellable());
  }
}
