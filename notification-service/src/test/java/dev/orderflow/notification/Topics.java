package dev.orderflow.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The world outside of the service: order-service, and a reader of what the service says. */
public final class Topics {

  private static final int PARTITIONS = 12;

  private static final Map<String, Object> SERVERS =
      Map.of("bootstrap.servers", TestServers.bootstrapServers());

  private final KafkaProducer<byte[], byte[]> producer =
      new KafkaProducer<>(SERVERS, new ByteArraySerializer(), new ByteArraySerializer());

  /** Tells events, each on the partition of its order. */
  public void tell(EventEnvelope<?>... events) {
    tell(List.of(events));
  }

  public void tell(List<? extends EventEnvelope<?>> events) {
    events.stream().map(event -> producer.send(record(event))).toList().forEach(Topics::done);
  }

  private static void done(Future<?> sent) {
    try {
      sent.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(EventEnvelope<?> event) {
    EventRecord encoded = EventCodec.encode(event, null);
    var record =
        new ProducerRecord<>(encoded.topic().id(), encoded.key().getBytes(UTF_8), encoded.value());
    encoded.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  /** What the service has said about an order so far, repetitions included. */
  public List<EventEnvelope<?>> answers(UUID orderId) {
    List<EventEnvelope<?>> answers = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(SERVERS, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition("notifications", partition))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> end = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(it -> consumer.position(it) < end.get(it))) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> answers.add(event(record)));
      }
    }
    return answers.stream().filter(answer -> answer.orderId().equals(orderId)).toList();
  }

  private static EventEnvelope<?> event(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), UTF_8));
    }
    var decoded = EventCodec.decode(record.topic(), record.key(), headers, record.value());
    return ((Decoded.Known) decoded).envelope();
  }
}
