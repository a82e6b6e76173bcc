package dev.orderflow.systemtests;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What an operator can do to the offsets of a service, all of whose instances are stopped: Kafka
 * refuses it while one is a member of the group.
 */
public final class ConsumerGroups {

  private final Map<String, Object> client;

  public ConsumerGroups(Ports ports) {
    client = Map.of("bootstrap.servers", "localhost:" + ports.of(Port.KAFKA));
  }

  /** The services then read everything again. */
  public void delete(Collection<String> services) {
    run(admin -> admin.deleteConsumerGroups(services).all());
  }

  public void toEarliest(String service) {
    move(service, OffsetSpec.earliest());
  }

  /**
   * The service never sees what it has not read yet.
   *
   * @return where that stands
   */
  public Set<Facts.Position> toLatest(String service) {
    Map<TopicPartition, Long> before = offsets(service);
    move(service, OffsetSpec.latest());
    return offsets(service).entrySet().stream()
        .flatMap(it -> between(it.getKey(), before.getOrDefault(it.getKey(), 0L), it.getValue()))
        .collect(Collectors.toSet());
  }

  private static Stream<Facts.Position> between(TopicPartition at, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(offset -> new Facts.Position(at.topic(), at.partition(), offset));
  }

  private Map<TopicPartition, Long> offsets(String service) {
    return run(admin -> admin.listConsumerGroupOffsets(service).partitionsToOffsetAndMetadata())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().offset()));
  }

  private void move(String service, OffsetSpec where) {
    run(admin -> {
      var topics =
          admin
              .describeTopics(
                  Topics.all().filter(topic -> Topics.readersOf(topic).contains(service)).toList())
              .allTopicNames()
              .get();
      var wanted =
          topics.values().stream()
              .flatMap(topic ->
                  topic.partitions().stream()
                      .map(it -> new TopicPartition(topic.name(), it.partition())))
              .collect(Collectors.toMap(it -> it, _ -> where));
      var offsets =
          admin.listOffsets(wanted).all().get().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey, it -> new OffsetAndMetadata(it.getValue().offset())));
      return admin.alterConsumerGroupOffsets(service, offsets).all();
    });
  }

  private interface Request<T extends @Nullable Object> {
    KafkaFuture<T> send(Admin admin) throws InterruptedException, ExecutionException;
  }

  private <T extends @Nullable Object> T run(Request<T> request) {
    try (Admin admin = Admin.create(client)) {
      return request.send(admin).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
