/** The operators' endpoints for parked events, the same in all services. */
@NullMarked
package dev.orderflow.http.parked;

import org.jspecify.annotations.NullMarked;
