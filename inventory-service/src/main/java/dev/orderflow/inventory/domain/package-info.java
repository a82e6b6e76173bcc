/** What the service knows: stock, reservations and the decisions about them. */
@NullMarked
package dev.orderflow.inventory.domain;

import org.jspecify.annotations.NullMarked;
