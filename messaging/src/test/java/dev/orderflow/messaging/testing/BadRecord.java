package dev.orderflow.messaging.testing;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.messaging.ParkReason;
import java.util.List;

/**
 * A record that must be parked.
 *
 * @param before what the service is told before, and takes
 * @param reason why it is parked
 */
public record BadRecord(
    String name, List<EventEnvelope<?>> before, WrittenRecord record, ParkReason reason) {

  /** One that is bad by itself. */
  public static BadRecord of(String name, WrittenRecord record, ParkReason reason) {
    return new BadRecord(name, List.of(), record, reason);
  }

  /** An event that is bad only because of what was told before. */
  public static BadRecord after(
      List<EventEnvelope<?>> before, String name, EventEnvelope<?> event, ParkReason reason) {
    return new BadRecord(name, before, WrittenRecord.of(event), reason);
  }
}
