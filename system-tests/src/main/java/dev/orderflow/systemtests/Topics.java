package dev.orderflow.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is on the topics, and how far each service has read them. */
public final class Topics {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;

  public Topics(Ports ports) {
    client = Map.of("bootstrap.servers", "localhost:" + ports.of(Port.KAFKA));
  }

  /** The services that read a topic; the name of each is that of its consumer group. */
  public static Set<String> readersOf(String topic) {
    return topic.equals(Topic.ORDERS.id())
        ? Set.of(
            EventSource.INVENTORY_SERVICE.id(),
            EventSource.PAYMENT_SERVICE.id(),
            EventSource.NOTIFICATION_SERVICE.id())
        : Set.of(EventSource.ORDER_SERVICE.id());
  }

  public static Stream<String> all() {
    return Arrays.stream(Topic.values()).map(Topic::id);
  }

  /** All dead-letter topics. */
  static Stream<String> deadLetters() {
    return Arrays.stream(Topic.values())
        .flatMap(topic ->
            Arrays.stream(EventSource.values())
                .filter(reader -> readersOf(topic.id()).contains(reader.id()))
                .map(topic::deadLetterTopicOf));
  }

  /** What the record would be to a service that reads it. */
  public static Decoded decode(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(header ->
            headers.put(
                header.key(), header.value() == null ? "" : new String(header.value(), UTF_8)));
    return EventCodec.decode(record.topic(), record.key(), headers, record.value());
  }

  public static Facts.Position positionOf(ConsumerRecord<?, ?> record) {
    return new Facts.Position(record.topic(), record.partition(), record.offset());
  }

  /** Reads the topics from their beginnings to where they end now. */
  public void forEach(Stream<String> topics, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topics);
      consumer.assign(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      readUntil(end, consumer, reader);
    }
  }

  /** The last records of each partition, up to so many. */
  public List<ConsumerRecord<byte[], byte[]>> latest(String topic, int perPartition) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, Stream.of(topic));
      consumer.assign(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      end.forEach(
          (partition, offset) -> consumer.seek(partition, Math.max(0, offset - perPartition)));
      List<ConsumerRecord<byte[], byte[]>> latest = new ArrayList<>();
      readUntil(end, consumer, latest::add);
      return latest;
    }
  }

  private static void readUntil(
      Map<TopicPartition, Long> end,
      KafkaConsumer<byte[], byte[]> consumer,
      Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    while (end.entrySet().stream().anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      consumer.poll(POLL).forEach(reader);
    }
  }

  /**
   * Since when all records are still there: Kafka deletes the oldest in time. The beginning of time
   * if it has deleted none.
   */
  Instant keptSince() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> begin =
          new HashMap<>(consumer.beginningOffsets(partitions(consumer, all())));
      begin.values().removeIf(offset -> offset == 0);
      Instant since = Instant.EPOCH;
      for (TopicPartition trimmed : begin.keySet()) {
        Instant oldest = oldest(trimmed, consumer);
        if (oldest.isAfter(since)) since = oldest;
      }
      return since;
    }
  }

  private static Instant oldest(TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
    List<TopicPartition> only = List.of(partition);
    consumer.assign(only);
    consumer.seekToBeginning(only);
    long end = consumer.endOffsets(only).getOrDefault(partition, 0L);
    while (consumer.position(partition) < end) {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
      if (!records.isEmpty()) return Instant.ofEpochMilli(records.getFirst().timestamp());
    }
    return Instant.now();
  }

  /** How many records each service has still to read. */
  Map<String, Long> lags() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer();
        Admin admin = Admin.create(client)) {
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(consumer, all()));
      Map<String, Map<TopicPartition, OffsetAndMetadata>> read =
          admin
              .listConsumerGroupOffsets(
                  Arrays.stream(EventSource.values())
                      .collect(toMap(EventSource::id, _ -> new ListConsumerGroupOffsetsSpec())))
              .all()
              .get();
      Map<String, Long> lags = new TreeMap<>();
      read.forEach((group, offsets) -> lags.put(group, lag(group, offsets, ends)));
      return lags;
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  // Without an offset a partition is yet to be read from its beginning.
  private static long lag(
      String group,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .filter(end -> readersOf(end.getKey().topic()).contains(group))
        .mapToLong(end -> {
          OffsetAndMetadata read = offsets.get(end.getKey());
          return end.getValue() - (read == null ? 0 : read.offset());
        })
        .sum();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  // Of those that exist: a topic is made with the first start of a service that needs it.
  private static List<TopicPartition> partitions(
      KafkaConsumer<?, ?> consumer, Stream<String> topics) {
    Set<String> wanted = topics.collect(toSet());
    return consumer.listTopics().values().stream()
        .flatMap(List::stream)
        .filter(it -> wanted.contains(it.topic()))
        .map(it -> new TopicPartition(it.topic(), it.partition()))
        .toList();
  }
}
