package dev.orderflow.order.web;

import dev.orderflow.http.problem.Violations;
import dev.orderflow.order.PlaceOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** So many pieces of a product; two lines may name the same one. */
@Schema(requiredProperties = {"sku", "quantity"})
record LineRequest(
    @Schema(example = "MUG-01") @Nullable String sku,
    @Schema(minimum = "1", maximum = "" + MAX_QUANTITY, example = "2") @Nullable Long quantity) {

  /** More is a slip of the finger, and a sum of lines stays far from overflow. */
  static final int MAX_QUANTITY = 10_000;

  static PlaceOrder.Item check(@Nullable LineRequest line, String at, Violations violations) {
    if (line == null) {
      violations.add(at, "is required");
      return new PlaceOrder.Item("", 1);
    }
    String sku = violations.text(at + "/sku", line.sku(), ProductRequest.MAX_SKU);
    return new PlaceOrder.Item(sku, quantity(line.quantity(), at + "/quantity", violations));
  }

  private static int quantity(@Nullable Long quantity, String at, Violations violations) {
    if (quantity == null || quantity < 1 || quantity > MAX_QUANTITY) {
      violations.add(at, "must be 1 to " + MAX_QUANTITY);
      return 1;
    }
    return quantity.intValue();
  }
}
