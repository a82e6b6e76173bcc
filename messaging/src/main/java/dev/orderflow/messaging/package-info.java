/**
 * Reliable delivery, once, for all four services: outbox and relay, batch consumption, parking,
 * workers, their tracing.
 */
@NullMarked
package dev.orderflow.messaging;

import org.jspecify.annotations.NullMarked;
