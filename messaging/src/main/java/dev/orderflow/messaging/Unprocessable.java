package dev.orderflow.messaging;

/**
 * Thrown while an event is decided on, before anything of it was changed: this record is to be
 * parked, the batch goes on.
 */
public final class Unprocessable extends RuntimeException {

  private final ParkReason reason;

  /**
   * @param detail for an operator; holds no personal data
   */
  public Unprocessable(ParkReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public ParkReason reason() {
    return reason;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }
}
