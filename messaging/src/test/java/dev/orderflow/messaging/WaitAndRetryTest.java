package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitAndRetryTest {

  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
  private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);

  private final WaitAndRetry retry =
      new WaitAndRetry(new ConsumerPulses(new Pulses(new SimpleMeterRegistry())));
  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final Consumer<byte[], byte[]> consumer = retry.by(kafka);

  @BeforeEach
  void hasPolledTwoPartitions() {
    kafka.assign(List.of(ORDERS_0, ORDERS_1));
    kafka.updateBeginningOffsets(Map.of(ORDERS_0, 0L, ORDERS_1, 0L));
    for (int offset = 0; offset < 3; offset++) arrives(ORDERS_0, offset);
    arrives(ORDERS_1, 0);
    assertThat(consumer.poll(Duration.ZERO).count()).isEqualTo(4);
  }

  @Test
  void readsAFailedBatchAgain() {
    consumer.poll(Duration.ZERO);

    assertThat(kafka.position(ORDERS_0)).isZero();
    assertThat(kafka.position(ORDERS_1)).isZero();
  }

  @Test
  void readsOnBehindWhatWasHandled() {
    retry.handled();

    consumer.poll(Duration.ZERO);

    assertThat(kafka.position(ORDERS_0)).isEqualTo(3);
    assertThat(kafka.position(ORDERS_1)).isEqualTo(1);
  }

  @Test
  void leavesWhatWasTakenAwayMeanwhileToItsNewOwner() {
    kafka.assign(List.of(ORDERS_1));

    consumer.poll(Duration.ZERO);

    assertThat(kafka.position(ORDERS_1)).isZero();
  }

  private void arrives(TopicPartition partition, long offset) {
    kafka.addRecord(
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
  }
}
