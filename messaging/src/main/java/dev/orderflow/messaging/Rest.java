package dev.orderflow.messaging;

import java.time.Duration;

/**
 * How long to rest before looking again for what may have become due: twice as long after each look
 * that found nothing, so that a service at rest does next to nothing, and what is found is late by
 * no more than it was quiet before. For one thread.
 */
public final class Rest {

  private final Duration shortest;
  private final Duration longest;
  private Duration next;

  /**
   * @param longest never less than the shortest, whatever is given
   */
  public Rest(Duration shortest, Duration longest) {
    this.shortest = shortest;
    this.longest = longest.compareTo(shortest) < 0 ? shortest : longest;
    this.next = shortest;
  }

  public Duration longest() {
    return longest;
  }

  /** The next one is the shortest again. */
  public void reset() {
    next = shortest;
  }

  /** The rest that is due after a look that found so many. */
  public Duration after(int found) {
    if (found > 0) {
      reset();
      return shortest;
    }
    Duration rest = next;
    Duration doubled = rest.multipliedBy(2);
    next = doubled.compareTo(longest) < 0 ? doubled : longest;
    return rest;
  }
}
