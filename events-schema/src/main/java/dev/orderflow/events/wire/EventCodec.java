package dev.orderflow.events.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.wire.Decoded.Reason;
import dev.orderflow.events.wire.Decoded.Unreadable;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;

/**
 * Events to Kafka records and back, as the <a
 * href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md">CloudEvents
 * Kafka binding</a> says for its binary mode. Reading never throws: whatever a stranger wrote is
 * answered with a {@link Decoded}.
 */
public final class EventCodec {

  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");
  private static final int LONGEST_SHOWN = 100;

  /**
   * In bytes. The largest of ours, the cancellation of 100 lines with names of 200 characters and a
   * detail of 16,000, has some 200,000. Strangers' may be no larger than it has to be: many are
   * held in memory at a time. Nor may the answer to one, which says no more but may have more
   * headers, be larger than Kafka takes by default (1,048,588): it would be refused, and stop its
   * writer.
   */
  public static final int LARGEST_VALUE = 300_000;

  private EventCodec() {}

  /**
   * @param traceparent the W3C trace context to travel with the event; null for none
   */
  public static EventRecord encode(
      EventEnvelope<? extends Event> envelope, @Nullable String traceparent) {
    EventType type = envelope.type();
    String key = envelope.orderId().toString();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("ce_specversion", "1.0");
    headers.put("ce_id", envelope.id().toString());
    headers.put("ce_source", envelope.source().id());
    headers.put("ce_type", type.id());
    headers.put("ce_subject", key);
    headers.put("ce_time", envelope.time().toString());
    headers.put("ce_dataschema", type.schema());
    headers.put("ce_sequence", Long.toString(envelope.sequence()));
    if (envelope.causationId() != null)
      headers.put("ce_causationid", envelope.causationId().toString());
    if (traceparent != null) headers.put("ce_traceparent", traceparent);
    headers.put("content-type", "application/json");
    return new EventRecord(type.topic(), key, headers, EventJson.write(envelope.data()));
  }

  /**
   * @param topic the topic that the record was read from
   * @param headers the last value of each header, as text
   */
  public static Decoded decode(
      String topic, byte @Nullable [] key, Map<String, String> headers, byte @Nullable [] value) {
    try {
      return read(topic, key, headers, value);
    } catch (UnreadableRecord e) {
      return new Unreadable(e.reason, e.detail);
    }
  }

  private static Decoded read(
      String topic, byte @Nullable [] key, Map<String, String> headers, byte @Nullable [] value)
      throws UnreadableRecord {
    String typeId = required(headers, "ce_type");
    EventType type = typeOf(typeId);
    if (type == null) return new Decoded.UnknownType(shown(typeId));
    if (!type.id().equals(typeId))
      throw new UnreadableRecord(Reason.UNKNOWN_MAJOR_VERSION, shown(typeId));
    if (!type.topic().id().equals(topic)) {
      throw new UnreadableRecord(
          Reason.WRONG_TOPIC, type.name() + " belongs on " + type.topic().id());
    }
    if (!required(headers, "ce_specversion").startsWith("1.")) throw malformed("ce_specversion");
    if (!required(headers, "ce_source").equals(type.topic().writer().id()))
      throw malformed("ce_source");
    UUID subject = uuid("ce_subject", required(headers, "ce_subject"));
    UUID id = uuid("ce_id", required(headers, "ce_id"));
    Instant time = time(required(headers, "ce_time"));
    long sequence = sequence(required(headers, "ce_sequence"), type);
    String cause = headers.get("ce_causationid");
    UUID causationId = cause == null ? null : uuid("ce_causationid", cause);
    Event event = event(value, type);
    requireKey(key, subject, event);
    return new Decoded.Known(
        new EventEnvelope<>(id, type.topic().writer(), event, time, sequence, causationId),
        headers.getOrDefault("ce_traceparent", ""));
  }

  /** Null for a type that is none of ours; a type of ours in whatever version otherwise. */
  private static @Nullable EventType typeOf(String typeId) {
    int version = typeId.lastIndexOf(".v");
    if (!typeId.startsWith(EventType.PREFIX) || version < EventType.PREFIX.length()) return null;
    return EventType.byName(typeId.substring(EventType.PREFIX.length(), version)).orElse(null);
  }

  private static Event event(byte @Nullable [] value, EventType type) throws UnreadableRecord {
    if (value == null || value.length == 0)
      throw new UnreadableRecord(Reason.EMPTY_VALUE, "no event data");
    if (value.length > LARGEST_VALUE)
      throw new UnreadableRecord(Reason.TOO_LARGE, value.length + " bytes");
    try {
      Event event = EventJson.read(value, type.payload());
      if (event == null) throw new UnreadableRecord(Reason.EMPTY_VALUE, "JSON null");
      return event;
    } catch (InputCoercionException e) {
      throw new UnreadableRecord(Reason.WRONG_SHAPE, "a number out of range");
    } catch (StreamReadException e) {
      throw new UnreadableRecord(Reason.NOT_JSON, "at byte " + e.getLocation().getByteOffset());
    } catch (JacksonException e) {
      throw new UnreadableRecord(Reason.WRONG_SHAPE, "at " + shown(e.getPathReference()));
    }
  }

  private static void requireKey(byte @Nullable [] key, UUID subject, Event event)
      throws UnreadableRecord {
    boolean same = key != null && new String(key, UTF_8).equals(subject.toString());
    if (!same || !event.orderId().equals(subject)) {
      throw new UnreadableRecord(Reason.KEY_MISMATCH, "key, subject and orderId must be one order");
    }
  }

  private static String required(Map<String, String> headers, String name) throws UnreadableRecord {
    String value = headers.get(name);
    if (value == null || value.isEmpty())
      throw new UnreadableRecord(Reason.MISSING_ATTRIBUTE, name);
    return value;
  }

  private static UUID uuid(String name, String text) throws UnreadableRecord {
    try {
      return PlainUuid.parse(text);
    } catch (IllegalArgumentException e) {
      throw malformed(name);
    }
  }

  // A time is stored and shown, so it must be one that PostgreSQL and RFC 3339 can express.
  private static Instant time(String text) throws UnreadableRecord {
    try {
      Instant time = OffsetDateTime.parse(text).toInstant();
      if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) return time;
    } catch (DateTimeException e) {
      // falls through to the one answer for what is no time
    }
    throw malformed("ce_time");
  }

  private static long sequence(String text, EventType type) throws UnreadableRecord {
    try {
      int sequence = Integer.parseInt(text);
      if (sequence > 1 || (sequence == 1 && mayBeFirst(type))) return sequence;
    } catch (NumberFormatException e) {
      // falls through to the one answer for what is no sequence
    }
    throw malformed("ce_sequence");
  }

  // An order begins with its creation. Readers know a late confirmation by a number below that of
  // the cancellation, so one that says it is the first would pass for late everywhere.
  private static boolean mayBeFirst(EventType type) {
    return type.topic() != Topic.ORDERS || type.payload() == OrderCreated.class;
  }

  private static UnreadableRecord malformed(String attribute) {
    return new UnreadableRecord(Reason.MALFORMED_ATTRIBUTE, attribute);
  }

  private static String shown(String foreign) {
    String printable = foreign.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= LONGEST_SHOWN
        ? printable
        : printable.substring(0, LONGEST_SHOWN) + "…";
  }

  private static final class UnreadableRecord extends Exception {
    final Reason reason;
    final String detail;

    UnreadableRecord(Reason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
      this.detail = detail;
    }
  }
}
