/** How operators reach the service: stock and reservations over HTTP. */
@NullMarked
package dev.orderflow.inventory.web;

import org.jspecify.annotations.NullMarked;
