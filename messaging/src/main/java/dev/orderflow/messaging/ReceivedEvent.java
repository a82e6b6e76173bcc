package dev.orderflow.messaging;

import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventEnvelope;
import java.util.UUID;

/** An event of the batch that is being handled. */
public final class ReceivedEvent {

  private final EventEnvelope<? extends Event> envelope;
  private final String traceparent;
  private final RawRecord raw;
  private boolean ignored;

  ReceivedEvent(EventEnvelope<? extends Event> envelope, String traceparent, RawRecord raw) {
    this.envelope = envelope;
    this.traceparent = traceparent;
    this.raw = raw;
  }

  public EventEnvelope<? extends Event> envelope() {
    return envelope;
  }

  public Event event() {
    return envelope.data();
  }

  public UUID id() {
    return envelope.id();
  }

  public UUID orderId() {
    return envelope.orderId();
  }

  /** Says that it changed nothing, being stale or repeated; it is then counted as such. */
  public void ignore() {
    ignored = true;
  }

  boolean wasIgnored() {
    return ignored;
  }

  String traceparent() {
    return traceparent;
  }

  RawRecord raw() {
    return raw;
  }
}
