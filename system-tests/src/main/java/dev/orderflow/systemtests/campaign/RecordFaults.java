package dev.orderflow.systemtests.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that no service has written: copies of theirs, and what strangers make up. */
final class RecordFaults implements AutoCloseable {

  private static final int LATEST_PER_PARTITION = 100;
  private static final int COPIED = 20;

  /** The broker may be away just now. */
  private static final Duration DELIVERY = Duration.ofMinutes(5);

  private final Scene scene;
  private final KafkaProducer<byte[], byte[]> producer;

  RecordFaults(Scene scene) {
    this.scene = scene;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                "localhost:" + scene.stack.ports().of(Port.KAFKA),
                "acks",
                "all",
                "delivery.timeout.ms",
                (int) DELIVERY.toMillis(),
                "max.block.ms",
                DELIVERY.toMillis()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  void tripled(Strike strike) throws Exception {
    for (ConsumerRecord<byte[], byte[]> record : some(strike)) {
      plant(copy(record, record.partition()), Set.of());
      plant(copy(record, record.partition()), Set.of());
    }
  }

  /** The first of an order's events comes again after the others. */
  void stale(Strike strike) throws Exception {
    List<ConsumerRecord<byte[], byte[]>> firsts = new ArrayList<>();
    for (String topic : Topics.all().toList()) {
      scene.topics.latest(topic, LATEST_PER_PARTITION).stream()
          .filter(it -> it.key() != null)
          .collect(groupingBy(it -> new String(it.key(), UTF_8)))
          .values()
          .stream()
          .filter(ofAnOrder -> ofAnOrder.size() > 1)
          .map(List::getFirst)
          .forEach(firsts::add);
    }
    for (ConsumerRecord<byte[], byte[]> record : some(firsts, strike)) {
      plant(copy(record, record.partition()), Set.of());
    }
  }

  void shuffled(Strike strike) throws Exception {
    Random random = new Random(strike.salt());
    for (ConsumerRecord<byte[], byte[]> record : some(strike)) {
      int partitions = producer.partitionsFor(record.topic()).size();
      plant(
          copy(record, (record.partition() + 1 + random.nextInt(partitions - 1)) % partitions),
          Set.of());
    }
  }

  void corrupted(Strike strike) throws Exception {
    Set<String> settled =
        scene
            .database
            .query(
                Service.ORDER,
                "select id from orders where redrive_at is null order by number desc limit 500",
                row -> row.getString(1))
            .stream()
            .collect(toSet());
    for (String topic : Topics.all().toList()) {
      List<ConsumerRecord<byte[], byte[]>> good =
          new ArrayList<>(
              good(topic).stream()
                  .filter(it -> settled.contains(new String(it.key(), UTF_8)))
                  .toList());
      Collections.shuffle(good, new Random(strike.salt()));
      for (Hostile hostile : Hostile.madeOf(good)) plant(hostile.record(), hostile.parkedBy());
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private List<ConsumerRecord<byte[], byte[]>> some(Strike strike) {
    return some(Topics.all().flatMap(topic -> good(topic).stream()).toList(), strike);
  }

  private static <T> List<T> some(List<T> all, Strike strike) {
    List<T> copy = new ArrayList<>(all);
    Collections.shuffle(copy, new Random(strike.salt()));
    return copy.subList(0, Math.min(COPIED, copy.size()));
  }

  /** What the services have written. */
  private List<ConsumerRecord<byte[], byte[]>> good(String topic) {
    return scene.topics.latest(topic, LATEST_PER_PARTITION).stream()
        .filter(it -> !scene.planted.containsKey(Topics.positionOf(it)))
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> copy(
      ConsumerRecord<byte[], byte[]> record, int partition) {
    return new ProducerRecord<>(
        record.topic(), partition, null, record.key(), record.value(), record.headers());
  }

  // Where it stands is known only from the acknowledgement.
  private void plant(ProducerRecord<byte[], byte[]> record, Set<String> parkedBy)
      throws ExecutionException, InterruptedException {
    RecordMetadata at = producer.send(record).get();
    scene.planted.put(new Facts.Position(at.topic(), at.partition(), at.offset()), parkedBy);
  }
}
