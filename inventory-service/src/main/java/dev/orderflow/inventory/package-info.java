/** Owns the stock: reserves it for orders, commits it, gives it back, and says what it did. */
@NullMarked
package dev.orderflow.inventory;

import org.jspecify.annotations.NullMarked;
