package dev.orderflow.order.domain;

/** The customer may not cancel this order. Nothing was changed. */
public final class CancellationRefused extends RuntimeException {

  /** Why not. */
  public enum Cause {
    /** It has ended already, for another reason than the customer's wish. */
    ALREADY_CANCELLED,
    /** It was confirmed too long ago. */
    WINDOW_CLOSED
  }

  private final Cause cause;

  CancellationRefused(Cause cause) {
    super(cause.name());
    this.cause = cause;
  }

  public Cause why() {
    return cause;
  }
}
