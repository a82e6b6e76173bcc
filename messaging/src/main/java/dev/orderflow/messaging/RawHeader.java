package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** A Kafka header as it was read. */
public record RawHeader(String name, byte @Nullable [] value) {

  static RawHeader of(String name, String value) {
    return new RawHeader(name, value.getBytes(UTF_8));
  }
}
