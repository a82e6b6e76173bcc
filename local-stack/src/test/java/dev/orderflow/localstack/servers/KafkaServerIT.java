package dev.orderflow.localstack.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orderflow.localstack.process.Jvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

  /** A file of properties has none of these letters as they are; not every system can name them. */
  private static final String NAME = "bestell\\" + (namesAnything() ? "übersicht ✓" : "uebersicht");

  @TempDir Path folder;
  KafkaServer server;

  private static boolean namesAnything() {
    return System.getProperty("sun.jnu.encoding").equals("UTF-8");
  }

  @BeforeEach
  void startServer() {
    server = new KafkaServer(folder.resolve(NAME), FreePorts.next(), Jvm.QUICK_START).start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void keepsRecordsAndPortWhenItIsKilledAndStartedAgain() throws Exception {
    createTopic("orders");
    send("orders", "created");

    server.process().kill();
    server.start();
    send("orders", "confirmed");

    assertThat(recordsOf("orders")).containsExactly("created", "confirmed");
  }

  @Test
  void makesNoTopicThatNobodyHasCreated() throws Exception {
    createTopic("orders");

    try (Admin admin = Admin.create(connection())) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("order")).allTopicNames().get())
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void keepsRecordsInItsFolderWhateverThatIsCalled() throws Exception {
    createTopic("orders");
    send("orders", "created");

    assertThat(folder.resolve(NAME).resolve("data/orders-0")).isDirectory();
  }

  private void createTopic(String topic) throws Exception {
    try (Admin admin = Admin.create(connection())) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
  }

  private void send(String topic, String value) throws Exception {
    try (var producer =
        new KafkaProducer<>(connection(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private List<String> recordsOf(String topic) {
    List<String> values = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(connection(), new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Awaitility.await()
          .until(() -> {
            consumer.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            return values.size() == 2;
          });
    }
    return values;
  }

  private Map<String, Object> connection() {
    return Map.of("bootstrap.servers", server.bootstrapServers());
  }
}
