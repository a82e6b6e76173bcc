package dev.orderflow.order.web;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import dev.orderflow.http.problem.Violations;
import dev.orderflow.order.PutProduct;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A product as an operator writes it.
 *
 * @param sellable false discontinues it; null for true in a new product, unchanged in a known one
 */
@Schema(requiredProperties = {"name", "price"})
record ProductRequest(
    @Schema(example = "Mug") @Nullable String name,
    @Nullable MoneyRequest price,
    @Schema(
            description =
                "False discontinues it. Left out: true for a new product, unchanged for a known"
                    + " one")
        @Nullable Boolean sellable) {

  static final int MAX_SKU = 64;

  private static final int MAX_NAME = 200;

  /**
   * @throws dev.orderflow.http.problem.ProblemException 422 with all that is wrong
   */
  PutProduct toCommand(String sku) {
    Violations violations = new Violations();
    String checkedName = violations.text("/name", name, MAX_NAME);
    Money checkedPrice = price(violations);
    violations.throwIfAny();
    return new PutProduct(sku, checkedName, requireNonNull(checkedPrice), sellable);
  }

  private @Nullable Money price(Violations violations) {
    if (price == null) {
      violations.add("/price", "is required");
      return null;
    }
    Money checked = price.check("/price", violations);
    // A payment of nothing is something that no provider authorizes.
    if (checked != null && checked.amount().signum() == 0) {
      violations.add("/price/amount", "must be more than nothing");
    }
    return checked;
  }
}
