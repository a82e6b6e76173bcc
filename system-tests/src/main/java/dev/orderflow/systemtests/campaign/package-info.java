/**
 * The fault campaign: the whole system under load, faults at random moments that follow from a
 * seed, and every promise checked afterwards.
 */
@NullMarked
package dev.orderflow.systemtests.campaign;

import org.jspecify.annotations.NullMarked;
