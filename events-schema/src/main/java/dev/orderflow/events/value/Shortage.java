package dev.orderflow.events.value;

import static java.util.Objects.requireNonNull;

/**
 * A SKU of which there was not enough.
 *
 * @param requested pieces that the order needs
 * @param available pieces that were free when it was decided, fewer than requested
 */
public record Shortage(String sku, long requested, long available) {

  public Shortage {
    requireNonNull(sku, "sku");
    if (available < 0 || available >= requested) {
      throw new IllegalArgumentException("not short: %d of %d".formatted(available, requested));
    }
  }
}
