package dev.orderflow.http.parked;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.orderflow.http.page.Cursor;
import dev.orderflow.messaging.ParkReason;
import dev.orderflow.messaging.ParkedEvent.Status;
import dev.orderflow.messaging.ParkedEvents.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of many parked events.
 *
 * @param resolved how many were replayed, or discarded
 * @param stillParked those that cannot be applied yet, and why
 * @param next the cursor to go on with behind them; null when there are no more
 */
record ManyParkedEvents(
    int resolved,
    List<StillParked> stillParked,
    @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {

  /** One that cannot be applied yet. */
  record StillParked(long id, ParkReason reason, String detail) {}

  static ManyParkedEvents of(List<Outcome> outcomes, int limit) {
    List<StillParked> stillParked =
        outcomes.stream()
            .filter(outcome -> outcome.status() == Status.PARKED)
            .map(outcome -> new StillParked(outcome.id(), outcome.reason(), outcome.detail()))
            .toList();
    String next =
        outcomes.size() < limit ? null : Cursor.of(Long.toString(outcomes.getLast().id())).text();
    return new ManyParkedEvents(outcomes.size() - stillParked.size(), stillParked, next);
  }
}
