package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.MessageListenerContainer;

class WaitAndRetryTest {

  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
  private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);

  private final WaitAndRetry errors =
      new WaitAndRetry(new ConsumerPulses(new Pulses(new SimpleMeterRegistry())));
  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final Consumer<byte[], byte[]> consumer = errors.by(kafka);

  @BeforeEach
  void readsTwoPartitions() {
    kafka.assign(List.of(ORDERS_0, ORDERS_1));
    kafka.updateBeginningOffsets(Map.of(ORDERS_0, 0L, ORDERS_1, 0L));
    for (int offset = 0; offset < 3; offset++) arrives(ORDERS_0, offset);
    arrives(ORDERS_1, 0);
  }

  @Test
  void readsAFailedBatchAgain() {
    var polled = consumer.poll(Duration.ZERO);

    errors.handleBatch(new IllegalStateException("down"), polled, consumer, stopped(), () -> {});

    assertThat(kafka.position(ORDERS_0)).isZero();
    assertThat(kafka.position(ORDERS_1)).isZero();
  }

  @Test
  void readsAgainWhatTheContainerDropsBetweenThePollAndItsBatch() {
    assertThat(offsets()).hasSize(4);

    errors.handleOtherException(new TimeoutException("no coordinator"), consumer, stopped(), true);

    assertThat(kafka.position(ORDERS_0)).isZero();
    assertThat(kafka.position(ORDERS_1)).isZero();
  }

  @Test
  void leavesWhatWasTakenAwayMeanwhileToItsNewOwner() {
    assertThat(offsets()).hasSize(4);
    kafka.assign(List.of(ORDERS_1));

    errors.handleOtherException(new TimeoutException("no coordinator"), consumer, stopped(), true);

    assertThat(kafka.position(ORDERS_1)).isZero();
  }

  private List<Long> offsets() {
    return StreamSupport.stream(consumer.poll(Duration.ZERO).spliterator(), false)
        .map(ConsumerRecord::offset)
        .toList();
  }

  private void arrives(TopicPartition partition, long offset) {
    kafka.addRecord(
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
  }

  /** One that nobody waits for. */
  private static MessageListenerContainer stopped() {
    return (MessageListenerContainer)
        Proxy.newProxyInstance(
            MessageListenerContainer.class.getClassLoader(),
            new Class<?>[] {MessageListenerContainer.class},
            (_, method, _) -> {
              if (method.getName().equals("isRunning")) return false;
              throw new UnsupportedOperationException(method.getName());
            });
  }
}
