package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The four topics, as somebody sees them who is not in the way of those who work with them. */
final class Topics implements AutoCloseable {

  static final List<String> NAMES = List.of("orders", "inventory", "payments", "notifications");

  /** A record, without what it says. */
  record Fact(String topic, String type, UUID order, long millis) {}

  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Topics(String bootstrapServers) {
    Map<String, Object> servers = Map.of("bootstrap.servers", bootstrapServers);
    admin = Admin.create(servers);
    consumer =
        new KafkaConsumer<>(servers, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * From now on a record carries the time at which the broker made it readable, instead of that at
   * which its writer sent it: so nobody needs to read along to know.
   */
  void stampWithTimeOfAppend() {
    ConfigEntry entry = new ConfigEntry("message.timestamp.type", "LogAppendTime");
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    for (String name : NAMES) {
      changes.put(
          new ConfigResource(ConfigResource.Type.TOPIC, name),
          List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET)));
    }
    await(admin.incrementalAlterConfigs(changes).all());
  }

  Map<TopicPartition, Long> ends() {
    return consumer.endOffsets(partitions());
  }

  private List<TopicPartition> partitions() {
    return NAMES.stream()
        .flatMap(name -> consumer.partitionsFor(name).stream())
        .map(it -> new TopicPartition(it.topic(), it.partition()))
        .toList();
  }

  /** Reads all that has come since. */
  void readFrom(Map<TopicPartition, Long> starts, Consumer<Fact> reader) {
    readRecordsFrom(starts, record -> reader.accept(fact(record)));
  }

  void readRecordsFrom(
      Map<TopicPartition, Long> starts, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(starts.keySet());
    consumer.assign(starts.keySet());
    starts.forEach(consumer::seek);
    while (ends.entrySet().stream()
        .anyMatch(it -> consumer.position(it.getKey()) < it.getValue())) {
      consumer.poll(Duration.ofMillis(200)).forEach(reader);
    }
  }

  private static Fact fact(ConsumerRecord<byte[], byte[]> record) {
    UUID order = UUID.fromString(keyOf(record));
    return new Fact(record.topic(), typeOf(record), order, record.timestamp());
  }

  static String keyOf(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.key(), ISO_8859_1);
  }

  /** Such as {@code OrderCreated}. */
  static String typeOf(ConsumerRecord<byte[], byte[]> record) {
    String type = new String(record.headers().lastHeader("ce_type").value(), ISO_8859_1);
    return type.substring("dev.orderflow.".length(), type.lastIndexOf('.'));
  }

  /** Records that each service has still to read. */
  Map<String, Long> lag() {
    Map<TopicPartition, Long> ends = ends();
    Map<String, Long> lag = new HashMap<>();
    for (Service service : Service.values()) {
      await(admin.listConsumerGroupOffsets(service.folder()).partitionsToOffsetAndMetadata())
          .forEach((partition, committed) ->
              lag.merge(
                  service.folder(),
                  committed == null
                      ? 0
                      : ends.getOrDefault(partition, committed.offset()) - committed.offset(),
                  Long::sum));
    }
    return lag;
  }

  /** Bytes on the broker's disk, by topic. */
  Map<String, Long> bytes() {
    return await(admin.describeLogDirs(List.of(1)).allDescriptions()).values().stream()
        .flatMap(folders -> folders.values().stream())
        .flatMap(folder -> folder.replicaInfos().entrySet().stream())
        .filter(replica -> NAMES.contains(replica.getKey().topic()))
        .collect(groupingBy(it -> it.getKey().topic(), summingLong(it -> it.getValue().size())));
  }

  @Override
  public void close() {
    consumer.close();
    admin.close();
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
