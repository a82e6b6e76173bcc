/**
 * The four services' decisions in one thread: their real domains among simulated topics, outboxes,
 * databases, a payment provider, a mail server and a clock.
 */
package dev.orderflow.systemtests.simulation;
