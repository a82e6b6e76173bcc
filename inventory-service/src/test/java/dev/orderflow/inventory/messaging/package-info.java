/** Tests of what comes over the topic {@code orders}. */
@NullMarked
package dev.orderflow.inventory.messaging;

import org.jspecify.annotations.NullMarked;
