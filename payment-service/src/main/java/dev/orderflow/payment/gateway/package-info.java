/** The way to the payment provider. */
@NullMarked
package dev.orderflow.payment.gateway;

import org.jspecify.annotations.NullMarked;
