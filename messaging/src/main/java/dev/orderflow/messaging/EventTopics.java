package dev.orderflow.messaging;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates the topics that this service writes or reads, with explicit partitions; whoever comes
 * first does it.
 */
final class EventTopics {

  private static final Logger log = LoggerFactory.getLogger(EventTopics.class);

  // The largest copy of a record, and its origin.
  private static final int MAX_DEAD_LETTER_BYTES = 4 * 1024 * 1024;

  // The broker counts what a producer has compressed, so that a record which is larger than it
  // takes does not pass as a small one, to grow in the memory of every reader. Ours compress
  // nothing; what others do is unpacked by the broker.
  private static final String COMPRESSION = "uncompressed";

  // By the broker's clock: by that of a service which is an hour ahead every record would be
  // refused, and by one that is days behind be older than what is kept.
  private static final String TIMESTAMPS = "LogAppendTime";

  private final KafkaAdmin admin;
  private final MessagingSettings settings;
  private final EventSource self;
  private final Set<Topic> read;

  EventTopics(KafkaAdmin admin, MessagingSettings settings, EventSource self, Set<Topic> read) {
    this.admin = admin;
    this.settings = settings;
    this.self = self;
    this.read = read;
  }

  /**
   * Leaves topics alone that exist: with more partitions the events of an order would move to
   * another one and lose their order. What such a topic lacks in safety is logged.
   *
   * @throws RuntimeException while Kafka is away
   */
  void create() {
    List<NewTopic> wanted = all();
    try (Admin client = Admin.create(KafkaClients.admin(admin))) {
      Set<String> existing = new TreeSet<>();
      client
          .createTopics(wanted)
          .values()
          .forEach((topic, created) -> {
            if (!isNew(created)) existing.add(topic);
          });
      wanted.removeIf(topic -> !existing.contains(topic.name()));
      warnOfWhatDiffers(client, wanted);
    }
  }

  /** Those that this service reads. */
  Set<Topic> read() {
    return read;
  }

  List<String> names() {
    return names(all());
  }

  private static List<String> names(List<NewTopic> topics) {
    return topics.stream().map(NewTopic::name).toList();
  }

  private static boolean isNew(KafkaFuture<Void> created) {
    try {
      created.get();
      return true;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) return false;
      throw new KafkaException(e.getCause());
    }
  }

  // Whoever was first has set them, another service or an operator: a replication that is set here
  // is then not in force, which nobody would notice before a broker is lost.
  private static void warnOfWhatDiffers(Admin client, List<NewTopic> wanted) {
    try {
      Map<String, TopicDescription> found =
          client.describeTopics(names(wanted)).allTopicNames().get();
      Map<ConfigResource, Config> configs =
          client.describeConfigs(wanted.stream().map(EventTopics::resource).toList()).all().get();
      for (NewTopic topic : wanted) {
        var partitions = requireNonNull(found.get(topic.name())).partitions();
        warnIfOther(topic, "partitions", topic.numPartitions(), partitions.size());
        int replicas = partitions.getFirst().replicas().size();
        warnIfOther(topic, "replication", topic.replicationFactor(), replicas);
        Config config = requireNonNull(configs.get(resource(topic)));
        topic
            .configs()
            .forEach((name, value) -> warnIfOther(topic, name, value, valueOf(config.get(name))));
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      log.warn("What topics have is not known: {}", Failures.summary(e));
    }
  }

  private static void warnIfOther(
      NewTopic topic, String what, Object wanted, @Nullable Object found) {
    if (!String.valueOf(wanted).equals(String.valueOf(found)))
      log.warn("Topic {} has {} {}, not {}", topic.name(), what, found, wanted);
  }

  // Some that speak Kafka's protocol do not tell all settings.
  private static @Nullable String valueOf(@Nullable ConfigEntry entry) {
    return entry == null ? null : entry.value();
  }

  private static ConfigResource resource(NewTopic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  private List<NewTopic> all() {
    List<NewTopic> topics = new ArrayList<>();
    Arrays.stream(Topic.values())
        .filter(topic -> topic.writer() == self || read.contains(topic))
        .forEach(topic -> topics.add(named(topic.id()).partitions(settings.partitions()).build()));
    for (Topic topic : read) {
      topics.add(
          named(topic.deadLetterTopicOf(self))
              .partitions(1)
              .config(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DEAD_LETTER_BYTES))
              .build());
    }
    return topics;
  }

  private TopicBuilder named(String topic) {
    return TopicBuilder.name(topic)
        .replicas(settings.replication())
        .config(TopicConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION)
        .config(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TIMESTAMPS)
        .config(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE)
        .config(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            Integer.toString(settings.minInsyncReplicas()));
  }
}
