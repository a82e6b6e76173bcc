/**
 * Comparing what a service has recorded with itself and with what it can ask; the same in all
 * services: one run at a time, on a schedule and on demand.
 */
@NullMarked
package dev.orderflow.http.reconciliation;

import org.jspecify.annotations.NullMarked;
