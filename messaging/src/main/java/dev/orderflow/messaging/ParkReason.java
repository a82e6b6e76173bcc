package dev.orderflow.messaging;

/** Why a record is parked. */
public enum ParkReason {
  EMPTY_VALUE,
  /** Larger than what Kafka takes by default: the answer to it might be refused. */
  TOO_LARGE,
  NOT_JSON,
  WRONG_SHAPE,
  MISSING_ATTRIBUTE,
  MALFORMED_ATTRIBUTE,
  UNKNOWN_MAJOR_VERSION,
  WRONG_TOPIC,
  KEY_MISMATCH,
  /** It is about an order that this service has never heard of. */
  UNKNOWN_ORDER,
  /**
   * It says something else than what is recorded: another amount, other lines, the same id with
   * another payload.
   */
  CONTRADICTION,
  /** The state machine forbids it. */
  FORBIDDEN_TRANSITION,
  /** It made the code fail: the detail names the exception. */
  FAILURE
}
