package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.StockLine;
import java.util.List;
import java.util.UUID;

/**
 * A cancelled order holds no stock any more: its reservation was released or, once committed,
 * returned. Stated for every cancelled order.
 *
 * @param lines what was given back, one per SKU; empty when nothing was held
 */
public record InventoryReleased(UUID orderId, List<StockLine> lines) implements InventoryEvent {

  public InventoryReleased {
    requireNonNull(orderId, "orderId");
    lines = List.copyOf(lines);
  }
}
