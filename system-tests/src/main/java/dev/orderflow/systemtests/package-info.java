/**
 * The running system from outside: what its users may rely on, and whether it holds when parts of
 * it die.
 */
@NullMarked
package dev.orderflow.systemtests;

import org.jspecify.annotations.NullMarked;
