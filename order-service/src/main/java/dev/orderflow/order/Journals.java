package dev.orderflow.order;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.order.domain.OrderRows;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Opens a {@link Journal} for a transaction. */
@Component
class Journals {

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
    return open(List.of());
  }

  /**
   * @param mayBeRepeated what is heard and may be in the histories already
   */
  Journal open(List<EventEnvelope<?>> mayBeRepeated) {
    return new Journal(this, history.recordedAmong(mayBeRepeated));
  }
}
