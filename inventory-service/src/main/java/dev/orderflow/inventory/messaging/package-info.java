/** How orders reach the service: the topic {@code orders}. */
@NullMarked
package dev.orderflow.inventory.messaging;

import org.jspecify.annotations.NullMarked;
