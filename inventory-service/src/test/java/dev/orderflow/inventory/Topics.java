package dev.orderflow.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The world outside of the service: a plain producer, a plain consumer and an operator. */
public final class Topics {

  private static final int PARTITIONS = 12;

  private static final Map<String, Object> SERVERS =
      Map.of("bootstrap.servers", TestServers.bootstrapServers());

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(SERVERS, new ByteArraySerializer(), new ByteArraySerializer());

  private final Admin admin = Admin.create(SERVERS);
  private final Map<String, Reading> readings = new HashMap<>();

  /** Tells events, each on the partition of its order. */
  public void tell(List<? extends EventEnvelope<?>> events) {
    write(events.stream().map(event -> record(null, event)));
  }

  public void tell(EventEnvelope<?> event) {
    tell(List.of(event));
  }

  /** Tells events, each on any partition. */
  public void tellAnywhere(List<? extends EventEnvelope<?>> events, Random random) {
    write(events.stream().map(event -> record(random.nextInt(PARTITIONS), event)));
  }

  private void write(Stream<ProducerRecord<byte[], byte[]>> records) {
    records.map(producer::send).toList().forEach(Topics::done);
  }

  public RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    return done(producer.send(record));
  }

  /** What order-service would write. */
  public static ProducerRecord<byte[], byte[]> record(Integer partition, EventEnvelope<?> event) {
    EventRecord encoded = EventCodec.encode(event, null);
    var record =
        new ProducerRecord<>(
            encoded.topic().id(), partition, encoded.key().getBytes(UTF_8), encoded.value());
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /** What the service has said about an order so far. */
  public List<EventEnvelope<?>> answers(UUID orderId) {
    return answers().filter(answer -> answer.orderId().equals(orderId)).toList();
  }

  /** All that the service has said so far. */
  public Stream<EventEnvelope<?>> answers() {
    return read("inventory").stream().map(Topics::event);
  }

  /** Waits until the service has said something about an order, and gives its latest words. */
  public EventEnvelope<?> awaitAnswer(UUID orderId, int count) {
    await().untilAsserted(() -> assertThat(answers(orderId)).hasSizeGreaterThanOrEqualTo(count));
    return answers(orderId).getLast();
  }

  /** Waits until the service has dealt with every record on the topic of the orders. */
  public void awaitAllHeard() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(committedOffsets()).isEqualTo(endOffsets(partitions("orders"))));
  }

  /** All records of a topic so far, in the order of their partitions. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return readings.computeIfAbsent(topic, _ -> new Reading(partitions(topic))).all();
  }

  private static EventEnvelope<?> event(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    var decoded = EventCodec.decode(record.topic(), record.key(), headers, record.value());
    return ((Decoded.Known) decoded).envelope();
  }

  /** Partitions without a record have no committed offset and are left out. */
  private Map<TopicPartition, Long> committedOffsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    done(admin.listConsumerGroupOffsets("inventory-service").partitionsToOffsetAndMetadata())
        .forEach((partition, committed) -> offsets.put(partition, committed.offset()));
    offsets.values().removeIf(offset -> offset == 0);
    return offsets;
  }

  private Map<TopicPartition, Long> endOffsets(List<TopicPartition> partitions) {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    done(admin.listOffsets(latest).all())
        .forEach((partition, end) -> offsets.put(partition, end.offset()));
    offsets.values().removeIf(offset -> offset == 0);
    return offsets;
  }

  private List<TopicPartition> partitions(String topic) {
    return done(admin.describeTopics(List.of(topic)).allTopicNames())
        .get(topic)
        .partitions()
        .stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private static <T> T done(KafkaFuture<T> future) {
    return done(future.toCompletionStage().toCompletableFuture());
  }

  private static <T> T done(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Remembers what it has read, so that asking again costs only what is new. */
  private static final class Reading {

    private final KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(SERVERS, new ByteArrayDeserializer(), new ByteArrayDeserializer());

    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    Reading(List<TopicPartition> partitions) {
      this.partitions = partitions;
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
    }

    List<ConsumerRecord<byte[], byte[]>> all() {
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < end.get(it))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return List.copyOf(records);
    }
  }
}
