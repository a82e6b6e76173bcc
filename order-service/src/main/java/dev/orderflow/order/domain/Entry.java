package dev.orderflow.order.domain;

import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventEnvelope;

/**
 * A line of an order's history: an event of its own or one that it heard and took in.
 *
 * @param version the version of the order that this made: 1, 2, 3 …
 */
public record Entry(int version, EventEnvelope<? extends Event> event) {}
