package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A Kafka record as it was read: nothing in it is trusted. */
record RawRecord(
    String topic,
    int partition,
    long offset,
    byte @Nullable [] key,
    List<RawHeader> headers,
    byte @Nullable [] value) {

  /** A header that is not an attribute of ours is kept for the operator, but not without end. */
  private static final int MAX_KEPT_HEADERS = 200;

  private static final int LENGTHS_OF_A_HEADER = 10;

  static RawRecord of(ConsumerRecord<byte[], byte[]> record) {
    List<RawHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      if (headers.size() < MAX_KEPT_HEADERS || isAttribute(header.key())) {
        headers.add(new RawHeader(header.key(), header.value()));
      }
    }
    return new RawRecord(
        record.topic(), record.partition(), record.offset(), record.key(), headers, record.value());
  }

  /** In bytes, as far as it is kept; a little more for what says where each header ends. */
  int size() {
    return headers.stream().mapToInt(RawRecord::sizeOf).sum() + lengthOf(key) + lengthOf(value);
  }

  /** The attributes as text; of a repeated header the last counts. */
  Map<String, String> attributes() {
    Map<String, String> attributes = new HashMap<>();
    for (RawHeader header : headers) {
      byte[] value = header.value();
      if (value != null && isAttribute(header.name()))
        attributes.put(header.name(), new String(value, UTF_8));
    }
    return attributes;
  }

  private static int sizeOf(RawHeader header) {
    return header.name().getBytes(UTF_8).length + lengthOf(header.value()) + LENGTHS_OF_A_HEADER;
  }

  private static int lengthOf(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static boolean isAttribute(String name) {
    return name.startsWith("ce_");
  }
}
