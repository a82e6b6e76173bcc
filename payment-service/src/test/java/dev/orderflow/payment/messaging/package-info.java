/** Tests of what comes over the topic {@code orders}. */
@NullMarked
package dev.orderflow.payment.messaging;

import org.jspecify.annotations.NullMarked;
