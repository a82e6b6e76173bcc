package dev.orderflow.inventory.domain;

import dev.orderflow.events.InventoryEvent;
import dev.orderflow.events.wire.EventEnvelope;

/**
 * What inventory-service says to an order event.
 *
 * @param repeated the order event was late or a duplicate: nothing changed, and this is once more
 *     the latest event of the reservation, with its id
 */
public record Answer(EventEnvelope<InventoryEvent> event, boolean repeated) {}
