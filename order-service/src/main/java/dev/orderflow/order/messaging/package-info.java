/** How order-service hears of what the other services did. */
@NullMarked
package dev.orderflow.order.messaging;

import org.jspecify.annotations.NullMarked;
