/** Takes orders, decides what becomes of them, and answers for them. */
@NullMarked
package dev.orderflow.order;

import org.jspecify.annotations.NullMarked;
