package dev.orderflow.messaging.testing;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A plain producer and a plain consumer, for whatever bytes; ends with the JVM. */
final class RawTopics {

  private static final Map<String, Object> SERVERS =
      Map.of(
          "bootstrap.servers",
          TestServers.bootstrapServers(),
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
          4 * 1024 * 1024);

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(SERVERS, new ByteArraySerializer(), new ByteArraySerializer());

  private final Map<String, Reading> readings = new HashMap<>();

  RecordMetadata write(ProducerRecord<byte[], byte[]> record) {
    try {
      return producer.send(record).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All records of a topic so far. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return readings.computeIfAbsent(topic, Reading::new).all();
  }

  /** Remembers what it has read, so that asking again costs only what is new. */
  private static final class Reading {

    private final KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                TestServers.bootstrapServers(),
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                8 * 1024 * 1024),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());

    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

    Reading(String topic) {
      partitions =
          consumer.partitionsFor(topic).stream()
              .map(it -> new TopicPartition(topic, it.partition()))
              .toList();
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
