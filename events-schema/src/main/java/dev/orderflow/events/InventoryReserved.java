package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.StockLine;
import java.util.List;
import java.util.UUID;

/**
 * All of the order is reserved; nothing has left the stock yet.
 *
 * @param lines one per SKU
 */
public record InventoryReserved(UUID orderId, List<StockLine> lines) implements InventoryEvent {

  public InventoryReserved {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
  }
}
