package dev.orderflow.inventory.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** A record as somebody wrote it who may not mean well; each change gives a new one. */
record WrittenRecord(byte[] key, List<Header> headers, byte[] value) {

  /** As order-service writes it. */
  static WrittenRecord of(EventEnvelope<?> event) {
    EventRecord record = EventCodec.encode(event, null);
    List<Header> headers = new ArrayList<>();
    record.headers().forEach((name, text) -> headers.add(header(name, text.getBytes(UTF_8))));
    return new WrittenRecord(record.key().getBytes(UTF_8), headers, record.value());
  }

  WrittenRecord key(byte[] other) {
    return new WrittenRecord(other, headers, value);
  }

  WrittenRecord value(byte[] other) {
    return new WrittenRecord(key, headers, other);
  }

  WrittenRecord value(String other) {
    return value(other.getBytes(UTF_8));
  }

  /** Changes the JSON of the event; what is to be replaced must be there. */
  WrittenRecord replacing(String part, String other) {
    String json = new String(value, UTF_8);
    if (!json.contains(part)) throw new IllegalArgumentException(part + " is not in " + json);
    return value(json.replace(part, other));
  }

  WrittenRecord without(String header) {
    return new WrittenRecord(
        key, headers.stream().filter(it -> !it.key().equals(header)).toList(), value);
  }

  WrittenRecord with(String header, String text) {
    return with(header, text.getBytes(UTF_8));
  }

  /** Adds a header in place of those of the same name. */
  WrittenRecord with(String header, byte[] content) {
    List<Header> more = new ArrayList<>(without(header).headers);
    more.add(header(header, content));
    return new WrittenRecord(key, more, value);
  }

  ProducerRecord<byte[], byte[]> on(int partition) {
    return new ProducerRecord<>("orders", partition, key, value, headers);
  }

  private static Header header(String name, byte[] content) {
    return new RecordHeader(name, content);
  }
}
