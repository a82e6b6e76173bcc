package dev.orderflow.order;

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
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plays inventory, payments and notifications with a plain producer and a plain consumer. */
public final class OtherServices {

  private static final int PARTITIONS = 12;
  private static final List<String> THEIR_TOPICS =
      List.of("inventory", "payments", "notifications");

  private static final Map<String, Object> SERVERS =
      Map.of("bootstrap.servers", TestServers.bootstrapServers());

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(SERVERS, new ByteArraySerializer(), new ByteArraySerializer());

  private final Admin admin = Admin.create(SERVERS);

  /** A record of the topic {@code orders}. */
  public record Heard(EventEnvelope<?> event, String traceparent, byte[] value) {}

  /** Tells events, each on the partition of its order. */
  public void tell(EventEnvelope<?>... events) {
    for (EventEnvelope<?> event : events) tell(event, null);
  }

  public void tell(EventEnvelope<?> event, String traceparent) {
    done(producer.send(record(event, null, traceparent)));
  }

  /** Tells events, each on any partition. */
  public void tellAnywhere(List<EventEnvelope<?>> events, Random random) {
    events.stream()
        .map(event -> producer.send(record(event, random.nextInt(PARTITIONS), null)))
        .toList()
        .forEach(OtherServices::done);
  }

  private static ProducerRecord<byte[], byte[]> record(
      EventEnvelope<?> event, Integer partition, String traceparent) {
    EventRecord encoded = EventCodec.encode(event, traceparent);
    var record =
        new ProducerRecord<>(
            encoded.topic().id(), partition, encoded.key().getBytes(UTF_8), encoded.value());
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /** What the service has said about an order, once it has said so much. */
  public List<Heard> awaitStatements(UUID orderId, int count) {
    return await().until(() -> statements(orderId), heard -> heard.size() >= count);
  }

  /** What the service has said about an order so far. */
  public List<Heard> statements(UUID orderId) {
    return read("orders").stream()
        .map(OtherServices::heard)
        .filter(heard -> heard.event().orderId().equals(orderId))
        .toList();
  }

  /** Waits until the service has dealt with every record of the other services. */
  public void awaitAllHeard() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(committedOffsets()).isEqualTo(endOffsets()));
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (var consumer =
        new KafkaConsumer<>(SERVERS, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = partitions(List.of(topic));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(it -> consumer.position(it) < end.get(it))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  private static Heard heard(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    var decoded =
        (Decoded.Known) EventCodec.decode(record.topic(), record.key(), headers, record.value());
    return new Heard(decoded.envelope(), decoded.traceparent(), record.value());
  }

  /** Partitions without a record have no committed offset and are left out. */
  private Map<TopicPartition, Long> committedOffsets() {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    done(admin.listConsumerGroupOffsets("order-service").partitionsToOffsetAndMetadata())
        .forEach((partition, committed) -> offsets.put(partition, committed.offset()));
    offsets.values().removeIf(offset -> offset == 0);
    return offsets;
  }

  private Map<TopicPartition, Long> endOffsets() {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    partitions(THEIR_TOPICS).forEach(partition -> latest.put(partition, OffsetSpec.latest()));
    Map<TopicPartition, Long> offsets = new HashMap<>();
    done(admin.listOffsets(latest).all())
        .forEach((partition, end) -> offsets.put(partition, end.offset()));
    offsets.values().removeIf(offset -> offset == 0);
    return offsets;
  }

  private List<TopicPartition> partitions(List<String> topics) {
    return done(admin.describeTopics(topics).allTopicNames()).values().stream()
        .flatMap(topic ->
            topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition())))
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
}
