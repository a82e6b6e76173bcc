/** How operators see the service: payments over HTTP. */
@NullMarked
package dev.orderflow.payment.web;

import org.jspecify.annotations.NullMarked;
