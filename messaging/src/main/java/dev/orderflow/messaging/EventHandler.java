package dev.orderflow.messaging;

import dev.orderflow.events.wire.Topic;
import java.util.Set;

/**
 * What a service does with the events it reads; one bean per service.
 *
 * <p>Delivery is at-least-once: an event may come again at any time, in any batch, also twice in
 * one. Events of one order from one service come in order; events of different services come in
 * any.
 */
public interface EventHandler {

  Set<Topic> topics();

  /**
   * Called in a transaction, which commits before the offsets do. Reads all that the batch touches
   * with one locking query, goes through the batch with {@link EventBatch#forEach}, writes, and
   * returns.
   *
   * <p>An exception rolls the whole batch back. It is retried without end if something was down;
   * otherwise the events come again one by one, and the one that fails on its own is parked.
   */
  void handle(EventBatch batch);
}
