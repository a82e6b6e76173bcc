/** Tests of what comes over the topics of the other services. */
@NullMarked
package dev.orderflow.order.messaging;

import org.jspecify.annotations.NullMarked;
