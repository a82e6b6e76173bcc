package dev.orderflow.events;

/** Topic {@code inventory}: written by inventory-service alone. order-service reacts. */
public sealed interface InventoryEvent extends Event
    permits InventoryReserved, InventoryRejected, InventoryCommitted, InventoryReleased {}
