package dev.orderflow.events.wire;

/**
 * Thrown by the reader of an event that cannot be true beside what it has recorded, before anything
 * of it was changed: this record is to be parked, the others of its batch go on.
 */
public final class Refusal extends RuntimeException {

  /** What is wrong with the event. */
  public enum Reason {
    UNKNOWN_ORDER,
    CONTRADICTION,
    FORBIDDEN_TRANSITION
  }

  private final Reason reason;

  private Refusal(Reason reason, String detail) {
    // An answer to a record, not a fault of the code: where it was thrown tells nobody anything.
    super(detail, null, false, false);
    this.reason = reason;
  }

  /** It is about an order that the reader should know, and has never heard of. */
  public static Refusal unknownOrder(String detail) {
    return new Refusal(Reason.UNKNOWN_ORDER, detail);
  }

  /** It says something else than what is recorded. */
  public static Refusal contradiction(String detail) {
    return new Refusal(Reason.CONTRADICTION, detail);
  }

  /** Nobody may take this step from where the order stands. */
  public static Refusal forbidden(String detail) {
    return new Refusal(Reason.FORBIDDEN_TRANSITION, detail);
  }

  public Reason reason() {
    return reason;
  }

  /** For an operator; holds no personal data. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
