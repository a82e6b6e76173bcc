/** The values that events are made of. */
@NullMarked
package dev.orderflow.events.value;

import org.jspecify.annotations.NullMarked;
