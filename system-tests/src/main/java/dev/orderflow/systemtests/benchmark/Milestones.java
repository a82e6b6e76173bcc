package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Topics.Fact;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * When each order of a run came how far: the time, in milliseconds since 1970, at which the event
 * that says so could be read; 0 if it never came. Exact to a millisecond, and read after the run.
 */
final class Milestones {

  private final Map<UUID, Integer> orders = new HashMap<>();
  private final long[] confirmed;
  private final long[] mailed;
  private final long[] stockSettled;
  private final long[] paymentSettled;

  Milestones(Placements run) {
    for (int order = 0; order < run.count(); order++) {
      if (run.isAccepted(order)) orders.put(run.id(order), order);
    }
    confirmed = new long[run.count()];
    mailed = new long[run.count()];
    stockSettled = new long[run.count()];
    paymentSettled = new long[run.count()];
  }

  void read(Fact fact) {
    Integer order = orders.get(fact.order());
    if (order == null) return;
    switch (fact.type()) {
      case "OrderConfirmed" -> first(confirmed, order, fact);
      case "NotificationSent" -> first(mailed, order, fact);
      case "InventoryRejected", "InventoryCommitted", "InventoryReleased" ->
          stockSettled[order] = fact.millis();
      case "PaymentFailed", "PaymentCaptured", "PaymentVoided", "PaymentRefunded" ->
          paymentSettled[order] = fact.millis();
      default -> {}
    }
  }

  private static void first(long[] times, int order, Fact fact) {
    if (times[order] == 0) times[order] = fact.millis();
  }

  long confirmed(int order) {
    return confirmed[order];
  }

  long mailed(int order) {
    return mailed[order];
  }

  /** The last word of both: an order that is cancelled late is settled twice. */
  long settled(int order) {
    return stockSettled[order] == 0 || paymentSettled[order] == 0
        ? 0
        : Math.max(stockSettled[order], paymentSettled[order]);
  }
}
