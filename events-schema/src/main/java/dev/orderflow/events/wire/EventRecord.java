package dev.orderflow.events.wire;

import java.util.Map;

/**
 * An event as a Kafka record, in the binary mode of the CloudEvents Kafka binding.
 *
 * @param key the order id
 * @param headers the attributes, {@code ce_…} and {@code content-type}, in the order they are
 *     written
 * @param value the plain JSON of the event
 */
public record EventRecord(Topic topic, String key, Map<String, String> headers, byte[] value) {}
