package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollingAtRestTest {

  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
  private static final Duration SHORT = Duration.ofMillis(100);

  private final List<Duration> waits = new ArrayList<>();
  private final MockConsumer<byte[], byte[]> kafka =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
          waits.add(timeout);
          return super.poll(timeout);
        }
      };
  private final Consumer<byte[], byte[]> consumer = new PollingAtRest().by(kafka);

  @BeforeEach
  void readsAPartition() {
    kafka.assign(List.of(ORDERS_0));
    kafka.updateBeginningOffsets(Map.of(ORDERS_0, 0L));
  }

  @Test
  void waitsForLongOnceNothingHasCome() {
    consumer.poll(SHORT);
    consumer.poll(SHORT);

    assertThat(waits).containsExactly(SHORT, PollingAtRest.TIMEOUT);
  }

  @Test
  void waitsForAMomentWhenThereAreOffsetsToCommit() {
    consumer.poll(SHORT);
    kafka.addRecord(new ConsumerRecord<>("orders", 0, 0, new byte[0], new byte[0]));
    consumer.poll(SHORT);

    consumer.poll(SHORT);
    consumer.poll(SHORT);

    assertThat(waits).containsExactly(SHORT, PollingAtRest.TIMEOUT, SHORT, PollingAtRest.TIMEOUT);
  }
}
