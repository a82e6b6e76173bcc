package dev.orderflow.order.domain;

/** A fact that cannot be true beside what is recorded; nothing was changed for it. */
public final class Refusal extends RuntimeException {

  /** What is wrong with it. */
  public enum Reason {
    CONTRADICTION,
    FORBIDDEN_TRANSITION
  }

  private final Reason reason;

  private Refusal(Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  /** It says something else than what is known. */
  public static Refusal contradiction(String detail) {
    return new Refusal(Reason.CONTRADICTION, detail);
  }

  /** Nobody may take this step from where the order stands. */
  static Refusal forbidden(String detail) {
    return new Refusal(Reason.FORBIDDEN_TRANSITION, detail);
  }

  public Reason reason() {
    return reason;
  }
}
