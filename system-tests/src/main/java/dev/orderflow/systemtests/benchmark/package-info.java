/**
 * What the running system bears, how long it takes and what it costs: drives it at a fixed rate of
 * arrivals, and checks that every order ended right.
 */
@NullMarked
package dev.orderflow.systemtests.benchmark;

import org.jspecify.annotations.NullMarked;
