/** What an order waits for in this service, and what to do about it; the same in all services. */
@NullMarked
package dev.orderflow.http.diagnosis;

import org.jspecify.annotations.NullMarked;
