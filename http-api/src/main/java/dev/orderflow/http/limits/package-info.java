/** No request may be endless: bounds on the size of a body and on the time it takes to arrive. */
@NullMarked
package dev.orderflow.http.limits;

import org.jspecify.annotations.NullMarked;
