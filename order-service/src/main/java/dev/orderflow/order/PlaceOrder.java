package dev.orderflow.order;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for.
 *
 * @param items at least one; the same SKU may be named twice
 * @param paymentToken the payment provider's token
 * @param expectedTotal the total that the client showed, or null
 */
public record PlaceOrder(
    Customer customer,
    List<Item> items,
    String paymentToken,
    @Nullable Address shippingAddress,
    @Nullable Money expectedTotal) {

  /** So many pieces of a product. */
  public record Item(String sku, int quantity) {}

  /** Leaves person and payment token out: what is printed may end in a log. */
  @Override
  public String toString() {
    return "PlaceOrder" + items;
  }
}
