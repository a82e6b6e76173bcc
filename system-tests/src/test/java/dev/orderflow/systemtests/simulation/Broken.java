package dev.orderflow.systemtests.simulation;

import java.util.UUID;

/** A promise that was not kept. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1;

  /** Null if it is about all orders. */
  final UUID orderId;

  private Broken(String promise, UUID orderId, String what) {
    super(promise + ": " + what);
    this.orderId = orderId;
  }

  /**
   * @param promise its letter, see the README
   * @param what says how; put into words only where it is broken
   */
  static void unless(boolean kept, String promise, UUID orderId, Object... what) {
    if (!kept) throw new Broken(promise, orderId, Story.sentence(what));
  }
}
