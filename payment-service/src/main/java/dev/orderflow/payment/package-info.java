/**
 * Drives the payment of each order from its state to its goal: authorizes, captures, voids or
 * refunds at the payment provider, and says what it did.
 */
@NullMarked
package dev.orderflow.payment;

import org.jspecify.annotations.NullMarked;
