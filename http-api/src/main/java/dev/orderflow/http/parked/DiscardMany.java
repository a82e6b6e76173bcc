package dev.orderflow.http.parked;

import dev.orderflow.http.problem.Violations;
import dev.orderflow.messaging.ParkedEventFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which parked events are given up, and why.
 *
 * @param filter names something: a slip must not discard all there is
 */
record DiscardMany(@Nullable ParkedEventFilter filter, @Nullable String reason) {

  /** As {@link #filter} and {@link #reason} must be; else the request is refused. */
  record Valid(ParkedEventFilter filter, String reason) {}

  Valid valid() {
    Violations violations = new Violations();
    String text = Discard.reasonOf(reason, violations);
    ParkedEventFilter named = filter == null ? ParkedEventFilter.ALL : filter;
    if (named.equals(ParkedEventFilter.ALL)) {
      violations.add("/filter", "must name a reason, topic, type or orderId");
    }
    violations.throwIfAny();
    return new Valid(named, text);
  }
}
