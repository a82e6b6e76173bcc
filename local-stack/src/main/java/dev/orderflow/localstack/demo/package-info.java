/** The command {@code ./demo}: the stack, a shop in it, and three orders to watch. */
@NullMarked
package dev.orderflow.localstack.demo;

import org.jspecify.annotations.NullMarked;
