/** No request may be endless: bounds on bodies, on answers, and on the time a body takes. */
@NullMarked
package dev.orderflow.http.limits;

import org.jspecify.annotations.NullMarked;
