package dev.orderflow.events.wire;

import dev.orderflow.events.Event;

/** What a record turned out to be. */
public sealed interface Decoded {

  /**
   * An event of the catalogue.
   *
   * @param traceparent the W3C trace context it was published in, or an empty text
   */
  record Known(EventEnvelope<? extends Event> envelope, String traceparent) implements Decoded {}

  /**
   * A type that this version does not know: to be skipped, a newer writer may have a newer
   * catalogue.
   */
  record UnknownType(String type) implements Decoded {}

  /**
   * A record that no reader can do anything with: to be parked.
   *
   * @param detail for an operator; holds no personal data
   */
  record Unreadable(Reason reason, String detail) implements Decoded {}

  /** Why a record is unreadable. */
  enum Reason {
    EMPTY_VALUE,
    TOO_LARGE,
    NOT_JSON,
    WRONG_SHAPE,
    MISSING_ATTRIBUTE,
    MALFORMED_ATTRIBUTE,
    UNKNOWN_MAJOR_VERSION,
    WRONG_TOPIC,
    KEY_MISMATCH
  }
}
