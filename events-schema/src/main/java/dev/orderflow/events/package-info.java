/** The event catalogue: every fact that a service states about an order, sealed by topic. */
@NullMarked
package dev.orderflow.events;

import org.jspecify.annotations.NullMarked;
