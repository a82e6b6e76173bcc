package dev.orderflow.order.domain;

import dev.orderflow.events.OrderEvent;
import org.jspecify.annotations.Nullable;

/**
 * What an order makes of a fact.
 *
 * @param news false for a fact that was known or has been overtaken: nothing has changed
 * @param statement what the order now states itself, or null
 */
public record Reaction(boolean news, @Nullable OrderEvent statement) {

  static final Reaction NOTED = new Reaction(true, null);
  public static final Reaction REPEATED = new Reaction(false, null);

  static Reaction states(OrderEvent statement) {
    return new Reaction(true, statement);
  }
}
