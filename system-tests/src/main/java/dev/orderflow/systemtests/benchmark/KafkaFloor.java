package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Table.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends the records of confirmed orders again, and has them read by as many readers. */
final class KafkaFloor {

  private static final int PARTITIONS = 12;
  private static final int BATCH = 200;
  private static final String PREFIX = "floor-";
  private static final Duration POLL = Duration.ofMillis(100);

  /** In the order of an order's life. */
  private static final List<String> LIFE =
      List.of(
          "OrderCreated",
          "InventoryReserved",
          "PaymentSucceeded",
          "OrderConfirmed",
          "InventoryCommitted",
          "PaymentCaptured",
          "NotificationSent");

  private static final Map<String, List<String>> READERS =
      Map.of(
          "floor-inventory-service", List.of("floor-orders"),
          "floor-payment-service", List.of("floor-orders"),
          "floor-notification-service", List.of("floor-orders"),
          "floor-order-service",
              List.of("floor-inventory", "floor-payments", "floor-notifications"));

  private final String servers;
  private final Sample sample;
  private final AtomicLong toRead = new AtomicLong();

  KafkaFloor(String servers, Sample sample) {
    this.servers = servers;
    this.sample = sample;
  }

  /** Makes the topics; not to be measured. */
  void prepare() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin
          .createTopics(
              Topics.NAMES.stream()
                  .map(name -> new NewTopic(PREFIX + name, PARTITIONS, (short) 1))
                  .toList())
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  void run() {
    List<Thread> readers = new ArrayList<>();
    toRead.set(expected());
    READERS.forEach(
        (group, topics) -> readers.add(Thread.ofPlatform().start(() -> read(group, topics))));
    send();
    readers.forEach(Pause::join);
  }

  private long expected() {
    List<String> ids = ids(sample.orders());
    return LIFE.stream()
        .mapToLong(type -> sample.records(type, ids).size() * (type.startsWith("Order") ? 3L : 1))
        .sum();
  }

  private void send() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "acks",
            "all",
            "enable.idempotence",
            true,
            "linger.ms",
            5,
            "batch.size",
            128 * 1024);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      int all = sample.orders().size();
      for (int from = 0; from < all; from += BATCH) {
        List<String> ids = ids(sample.orders().subList(from, Math.min(all, from + BATCH)));
        for (String type : LIFE) send(producer, sample.records(type, ids));
      }
    }
  }

  private static List<String> ids(List<Row> orders) {
    return orders.stream().map(row -> row.text("id")).toList();
  }

  /** Returns when the broker has all of them. */
  private static void send(
      KafkaProducer<byte[], byte[]> producer, List<ConsumerRecord<byte[], byte[]>> records) {
    List<Future<RecordMetadata>> sent =
        records.stream().map(record -> producer.send(again(record))).toList();
    producer.flush();
    try {
      for (Future<RecordMetadata> one : sent) one.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static ProducerRecord<byte[], byte[]> again(ConsumerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        PREFIX + record.topic(), null, record.key(), record.value(), record.headers());
  }

  private void read(String group, List<String> topics) {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            servers,
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(topics);
      while (toRead.get() > 0) {
        int read = consumer.poll(POLL).count();
        if (read > 0) consumer.commitSync();
        toRead.addAndGet(-read);
      }
    }
  }
}
