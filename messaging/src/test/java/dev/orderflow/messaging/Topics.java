package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A plain producer and a plain consumer: the world outside of the service under test. */
final class Topics implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", TestServers.bootstrapServers()),
          new ByteArraySerializer(),
          new ByteArraySerializer());

  static EventEnvelope<OrderConfirmed> confirmed(UUID orderId) {
    Money price = Money.of("12.90", "EUR");
    OrderConfirmed event =
        new OrderConfirmed(
            orderId,
            "OF-1",
            new Customer("Ada", "ada@example.com"),
            List.of(OrderLine.of("MUG-01", "Mug", 1, price)),
            price,
            null);
    return EventEnvelope.of(event, 2, Instant.parse("2026-01-01T00:00:00Z"), null);
  }

  /** Makes sure of a topic that another service would create. */
  void create(String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(topic, 12, (short) 1))).all().get();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) throw new IllegalStateException(e);
    }
  }

  void delete(String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean exists(String topic) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.bootstrapServers()))) {
      return admin.listTopics().names().get().contains(topic);
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  UUID sendOrder() {
    UUID orderId = UUID.randomUUID();
    send(confirmed(orderId), null);
    return orderId;
  }

  void send(EventEnvelope<?> envelope, String traceparent) {
    EventRecord record = EventCodec.encode(envelope, traceparent);
    send(record.topic().id(), record.key().getBytes(UTF_8), record.headers(), record.value());
  }

  void send(String topic, byte[] key, Map<String, String> headers, byte[] value) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key, value);
    headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
    try {
      producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends it as a few kilobytes, however large it is. */
  void sendPacked(String topic, byte[] value) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            TestServers.bootstrapServers(),
            "compression.type",
            "gzip",
            "max.request.size",
            value.length + 1_000);
    try (var packing =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      packing.send(new ProducerRecord<>(topic, null, value)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether the topic keeps what is packed as it is, as one that others have made may do. */
  void allowsCompression(String topic, boolean allowed) {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var entry = new ConfigEntry("compression.type", allowed ? "producer" : "uncompressed");
    var change = new AlterConfigOp(entry, AlterConfigOp.OpType.SET);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.bootstrapServers()))) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(change))).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All records of the topic so far, in the order of their partitions. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TestServers.bootstrapServers(),
                "auto.offset.reset",
                "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      consumer.seekToBeginning(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (end.entrySet().stream()
          .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
      return records;
    }
  }

  List<ConsumerRecord<byte[], byte[]>> read(String topic, UUID orderId) {
    return read(topic).stream()
        .filter(it -> it.key() != null && new String(it.key(), UTF_8).equals(orderId.toString()))
        .toList();
  }

  static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
