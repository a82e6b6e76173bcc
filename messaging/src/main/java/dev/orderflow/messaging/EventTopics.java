package dev.orderflow.messaging;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.springframework.kafka.config.TopicBuilder;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * Creates the topics that this service writes or reads, with explicit partitions; whoever comes
 * first does it.
 */
final class EventTopics {

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
   * another one and lose their order.
   *
   * @throws RuntimeException while Kafka is away
   */
  void create() {
    try (Admin client = Admin.create(KafkaClients.admin(admin))) {
      for (KafkaFuture<Void> created : client.createTopics(all()).values().values())
        awaitCreated(created);
    }
  }

  /** Those that this service reads. */
  Set<Topic> read() {
    return read;
  }

  List<String> names() {
    return all().stream().map(NewTopic::name).toList();
  }

  private static void awaitCreated(KafkaFuture<Void> created) {
    try {
      created.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) throw new KafkaException(e.getCause());
    }
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
        .config(
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
            Integer.toString(settings.minInsyncReplicas()));
  }
}
