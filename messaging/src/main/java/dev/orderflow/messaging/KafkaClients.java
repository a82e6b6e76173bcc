package dev.orderflow.messaging;

import dev.orderflow.events.wire.EventSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * The delivery settings of the Kafka clients; addresses and security come from Spring's usual
 * settings.
 */
final class KafkaClients {

  /**
   * How long the broker keeps a fetch while there is nothing to send. Records end it at once; but
   * only then, or when it is over, can a consumer fetch anything else: what is to be read again,
   * and partitions that another instance has left. Shorter, and an idle service would do little
   * else than ask.
   */
  static final Duration FETCH_WAIT = Duration.ofSeconds(2);

  /**
   * Some thousand events. At the default of 50 MB a few dozen records of a megabyte, which anybody
   * may write, would be read at a time, and written as one statement: more than fits into memory.
   */
  private static final int FETCH_BYTES = 4 * 1024 * 1024;

  /**
   * How long sending may wait to hear where a topic is: below the lease, which is not renewed
   * meanwhile. At the default of a minute one topic that is missing would hold up all others.
   */
  static final Duration LONGEST_BLOCK = Duration.ofSeconds(5);

  /**
   * What a batch may take before the group gives its partitions to another instance, also one that
   * is taken record by record. It is as long, too, that the client waits for an answer of the group
   * that the network has lost, and that a rebalance waits for an instance which hangs: at the
   * default of five minutes nothing would be read for so long.
   */
  private static final Duration LONGEST_BATCH = Duration.ofMinutes(2);

  private KafkaClients() {}

  static DefaultKafkaProducerFactory<byte[], byte[]> producers(ProducerFactory<?, ?> configured) {
    Map<String, Object> config = new HashMap<>(configured.getConfigurationProperties());
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    // A record that expires in the client lets the next one of its order overtake it, so none ever
    // expires.
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
    // The relay flushes each round, which sends at once; lingering only fills the requests of a
    // long round.
    config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 4 * 1024 * 1024);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_BLOCK.toMillis());
    config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    return new DefaultKafkaProducerFactory<>(config);
  }

  static DefaultKafkaConsumerFactory<byte[], byte[]> consumers(
      ConsumerFactory<?, ?> configured, EventSource self, int maxPollRecords) {
    Map<String, Object> config = new HashMap<>(configured.getConfigurationProperties());
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, self.id());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // With the offsets lost everything is read again, which changes nothing; the latest would skip
    // events.
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    // A stopped instance loses its partitions after ten seconds; a shorter time would mistake a
    // long pause for death.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    config.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, (int) LONGEST_BATCH.toMillis());
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, (int) FETCH_WAIT.toMillis());
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    config.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    return new DefaultKafkaConsumerFactory<>(config);
  }

  static Map<String, Object> admin(KafkaAdmin configured) {
    Map<String, Object> config = new HashMap<>(configured.getConfigurationProperties());
    // While Kafka is away this is how often the log says so.
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000);
    // Bootstrapping again, the default, is tried and logged 70 times a second while Kafka is away.
    config.put(AdminClientConfig.METADATA_RECOVERY_STRATEGY_CONFIG, "none");
    return config;
  }
}
