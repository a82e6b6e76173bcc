package dev.orderflow.events;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Shortage;
import java.util.List;
import java.util.UUID;

/**
 * Nothing is reserved, because not all of the order could be.
 *
 * @param shortages the SKUs that were short, at least one
 */
public record InventoryRejected(UUID orderId, List<Shortage> shortages) implements InventoryEvent {

  public InventoryRejected {
    requireNonNull(orderId, "orderId");
    shortages = List.copyOf(shortages);
  }
}
