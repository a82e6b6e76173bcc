package dev.orderflow.payment.domain;

/** An order event that cannot be true beside what is recorded; nothing was changed for it. */
public final class Refusal extends RuntimeException {

  /** What is wrong with it. */
  public enum Reason {
    UNKNOWN_ORDER,
    CONTRADICTION,
    FORBIDDEN_TRANSITION
  }

  private final Reason reason;

  public Refusal(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
