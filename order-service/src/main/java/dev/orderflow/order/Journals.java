package dev.orderflow.order;

import dev.orderflow.events.Event;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.order.domain.OrderRows;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Opens a {@link Journal} for a transaction. */
@Component
class Journals {

  private static final UUID[] NONE = {};

  final OrderRows rows;
  final OrderHistory history;
  final Outbox outbox;
  final Tracing tracing;
  final OrderMetrics metrics;
  final OutcomeFeed feed;
  final Clock clock;

  Journals(
      OrderRows rows,
      OrderHistory history,
      Outbox outbox,
      Tracing tracing,
      OrderMetrics metrics,
      OutcomeFeed feed,
      Clock clock) {
    this.rows = rows;
    this.history = history;
    this.outbox = outbox;
    this.tracing = tracing;
    this.metrics = metrics;
    this.feed = feed;
    this.clock = clock;
  }

  Journal open() {
    return open(NONE);
  }

  /**
   * @param mayRepeat the orders that may hear again what is in their histories already
   */
  Journal open(UUID[] mayRepeat) {
    Map<UUID, Event> recorded = history.eventsById(mayRepeat);
    return new Journal(this, recorded);
  }
}
