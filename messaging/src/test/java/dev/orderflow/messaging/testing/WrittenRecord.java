package dev.orderflow.messaging.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A record as somebody wrote it who may not mean well; each change gives a new one. */
public record WrittenRecord(
    String topic, byte @Nullable [] key, List<Header> headers, byte @Nullable [] value) {

  /** As its service writes it. */
  public static WrittenRecord of(EventEnvelope<?> event) {
    EventRecord record = EventCodec.encode(event, null);
    List<Header> headers = new ArrayList<>();
    record.headers().forEach((name, text) -> headers.add(header(name, text.getBytes(UTF_8))));
    return new WrittenRecord(
        record.topic().id(), record.key().getBytes(UTF_8), headers, record.value());
  }

  public WrittenRecord key(byte @Nullable [] other) {
    return new WrittenRecord(topic, other, headers, value);
  }

  public WrittenRecord value(byte @Nullable [] other) {
    return new WrittenRecord(topic, key, headers, other);
  }

  public WrittenRecord value(String other) {
    return value(other.getBytes(UTF_8));
  }

  /** The JSON of the event. */
  public String json() {
    return value == null ? "" : new String(value, UTF_8);
  }

  /**
   * Changes the JSON of the event; what is to be replaced must be there.
   *
   * @param other each character up to U+00FF becomes one byte
   */
  public WrittenRecord replacing(String part, String other) {
    String bytes = value == null ? "" : new String(value, ISO_8859_1);
    if (!bytes.contains(part)) throw new IllegalArgumentException(part + " is not in " + bytes);
    return value(bytes.replace(part, other).getBytes(ISO_8859_1));
  }

  public WrittenRecord without(String header) {
    return new WrittenRecord(
        topic, key, headers.stream().filter(it -> !it.key().equals(header)).toList(), value);
  }

  public WrittenRecord with(String header, String text) {
    return with(header, text.getBytes(UTF_8));
  }

  /** Has a header in place of those of the same name. */
  public WrittenRecord with(String header, byte @Nullable [] content) {
    return without(header).more(header, content);
  }

  /** Has a header behind all others, which may have the same name. */
  public WrittenRecord more(String header, byte @Nullable [] content) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header(header, content));
    return new WrittenRecord(topic, key, more, value);
  }

  /** Has a header before all others, which may have the same name. */
  public WrittenRecord first(String header, String text) {
    List<Header> more = new ArrayList<>(headers);
    more.addFirst(header(header, text.getBytes(UTF_8)));
    return new WrittenRecord(topic, key, more, value);
  }

  /** Has so many more headers, with names of their own. */
  public WrittenRecord crowded(String prefix, int count) {
    List<Header> more = new ArrayList<>(headers);
    for (int i = 0; i < count; i++) more.add(header(prefix + i, new byte[0]));
    return new WrittenRecord(topic, key, more, value);
  }

  ProducerRecord<byte[], byte[]> on(int partition, @Nullable Long timestamp) {
    return new ProducerRecord<>(topic, partition, timestamp, key, value, headers);
  }

  private static Header header(String name, byte @Nullable [] content) {
    return new RecordHeader(name, content);
  }
}
