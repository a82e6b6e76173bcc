/** Payments: what is held or charged, what should be, and which call leads there. */
@NullMarked
package dev.orderflow.payment.domain;

import org.jspecify.annotations.NullMarked;
