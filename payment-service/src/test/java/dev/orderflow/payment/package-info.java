/** Tests of the service and the words they are written in. */
@NullMarked
package dev.orderflow.payment;

import org.jspecify.annotations.NullMarked;
