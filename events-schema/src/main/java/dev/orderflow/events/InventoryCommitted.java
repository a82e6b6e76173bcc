package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.StockLine;
import java.util.List;
import java.util.UUID;

/**
 * The reserved items of a confirmed order have left the stock.
 *
 * @param lines one per SKU
 */
public record InventoryCommitted(UUID orderId, List<StockLine> lines) implements InventoryEvent {

  public InventoryCommitted {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
  }
}
