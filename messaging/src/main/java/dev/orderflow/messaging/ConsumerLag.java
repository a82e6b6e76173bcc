package dev.orderflow.messaging;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * How many records the service has yet to apply, per topic, over all its instances. Asked of the
 * broker, because the client's own {@code records-lag-max} knows only the partitions that it has,
 * is lost while Kafka is away, and is 0 while a polled batch waits for the database.
 *
 * <p>Who asks the broker for all topics is the first to see that one is missing, and has it made
 * anew.
 */
final class ConsumerLag implements AutoCloseable {

  /** How often the broker is asked: as often as metrics are usually scraped. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Map<String, Object> config;
  private final String group;
  private final EventTopics topics;
  private final Backlog backlog;
  private final Map<String, Double> lags = new ConcurrentHashMap<>();
  private @Nullable Admin admin;

  ConsumerLag(
      Map<String, Object> config,
      EventSource self,
      EventTopics topics,
      Backlog backlog,
      MeterRegistry metrics) {
    this.config = config;
    this.group = self.id();
    this.topics = topics;
    this.backlog = backlog;
    for (Topic topic : topics.read()) register(topic, metrics);
  }

  // The last known number stays while Kafka is away: what was not applied then still is not.
  private void register(Topic topic, MeterRegistry metrics) {
    Gauge.builder("orderflow.consumer.lag", () -> lags.getOrDefault(topic.id(), Double.NaN))
        .description("Records that the service has yet to apply, over all its instances")
        .tag("topic", topic.id())
        .register(metrics);
  }

  /**
   * @throws RuntimeException while Kafka is away
   */
  void measure() {
    try {
      Set<TopicPartition> partitions = partitions();
      Map<TopicPartition, Long> from = committed(partitions);
      long at = backlog.now();
      Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
      lags.putAll(lags(from, ends));
      backlog.measured(at, from, ends);
    } catch (RuntimeException e) {
      backlog.couldNotBeMeasured();
      throw e;
    }
  }

  private static Map<String, Double> lags(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    Map<String, Double> measured = new HashMap<>();
    ends.forEach((partition, end) -> {
      double lag = Math.max(0, end - from.getOrDefault(partition, end));
      measured.merge(partition.topic(), lag, Double::sum);
    });
    return measured;
  }

  private Set<TopicPartition> partitions() {
    Map<String, TopicDescription> described = described(topics.names());
    return topics.read().stream()
        .map(topic -> requireNonNull(described.get(topic.id())))
        .flatMap(topic ->
            topic.partitions().stream().map(it -> new TopicPartition(topic.name(), it.partition())))
        .collect(Collectors.toSet());
  }

  // All that the service reads or writes: what a broker that came back with nothing, or an
  // operator, has removed is made again, or those who read and write it would wait for ever.
  private Map<String, TopicDescription> described(List<String> names) {
    try {
      return done(admin().describeTopics(names).allTopicNames());
    } catch (KafkaException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) topics.create();
      throw e;
    }
  }

  // A partition of which nothing is committed is read from its beginning.
  private Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
    Map<TopicPartition, Long> from = new HashMap<>(offsets(partitions, OffsetSpec.earliest()));
    Map<TopicPartition, OffsetAndMetadata> known =
        done(admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    known.forEach((partition, offset) -> {
      if (offset != null) from.computeIfPresent(partition, (_, begin) -> offsetOf(offset, begin));
    });
    return from;
  }

  private static long offsetOf(OffsetAndMetadata committed, long beginning) {
    return Math.max(committed.offset(), beginning);
  }

  private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted =
        partitions.stream().collect(Collectors.toMap(it -> it, _ -> spec));
    return done(admin().listOffsets(wanted).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().offset()));
  }

  private static <T> T done(KafkaFuture<T> asked) {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    }
  }

  private Admin admin() {
    if (admin == null) admin = Admin.create(config);
    return admin;
  }

  @Override
  public void close() {
    if (admin != null) admin.close(Duration.ZERO);
  }
}
