/** How customers place and follow orders by HTTP, and how operators keep the catalogue. */
@NullMarked
package dev.orderflow.order.web;

import org.jspecify.annotations.NullMarked;
