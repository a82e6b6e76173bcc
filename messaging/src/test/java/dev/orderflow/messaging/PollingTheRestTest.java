package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollingTheRestTest {

  private static final int ENOUGH = 3;
  private static final TopicPartition ORDERS_0 = new TopicPartition("orders", 0);
  private static final TopicPartition ORDERS_1 = new TopicPartition("orders", 1);

  private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
  private final BackPressure pressure = new BackPressure(System::nanoTime);
  private final Consumer<byte[], byte[]> consumer =
      new PollingTheRest(ENOUGH, Duration.ZERO, pressure).by(kafka);

  @BeforeEach
  void readsTwoPartitions() {
    kafka.assign(List.of(ORDERS_0, ORDERS_1));
    kafka.updateBeginningOffsets(Map.of(ORDERS_0, 0L, ORDERS_1, 0L));
  }

  @Test
  void takesWhatCameSinceTheClientAskedAlong() {
    arrives(ORDERS_0, 0);
    afterwards(() -> arrives(ORDERS_0, 1));

    ConsumerRecords<byte[], byte[]> polled = poll();

    assertThat(offsets(polled)).containsExactly(0L, 1L);
    assertThat(polled.nextOffsets().get(ORDERS_0).offset()).isEqualTo(2);
  }

  @Test
  void asksForNoMoreWhenNothingOrEnoughHasCome() {
    assertThat(poll().isEmpty()).isTrue();

    for (int offset = 0; offset < ENOUGH; offset++) arrives(ORDERS_0, offset);
    afterwards(() -> arrives(ORDERS_0, ENOUGH));

    assertThat(poll().count()).isEqualTo(ENOUGH);
  }

  @Test
  void tellsWhetherMoreCameThanItTakes() {
    for (int offset = 0; offset < ENOUGH; offset++) arrives(ORDERS_0, offset);
    poll();
    assertThat(pressure.isOn()).isTrue();

    arrives(ORDERS_0, ENOUGH);
    poll();
    assertThat(pressure.isOn()).isFalse();
  }

  @Test
  void losesNothingWhenTheSecondPollFails() {
    arrives(ORDERS_0, 0);
    afterwards(() -> kafka.setPollException(new KafkaException("the broker is away")));

    assertThat(offsets(poll())).containsExactly(0L);
  }

  @Test
  void letsTheFailureOfTheFirstPollThrough() {
    kafka.setPollException(new KafkaException("the broker is away"));

    assertThatThrownBy(this::poll).isInstanceOf(KafkaException.class);
  }

  @Test
  void leavesWhatWasTakenAwayToItsNewOwner() {
    arrives(ORDERS_0, 0);
    arrives(ORDERS_1, 7);
    afterwards(() -> kafka.assign(List.of(ORDERS_1)));

    ConsumerRecords<byte[], byte[]> polled = poll();

    assertThat(offsets(polled)).containsExactly(7L);
    assertThat(polled.nextOffsets()).containsOnlyKeys(ORDERS_1);
  }

  @Test
  void letsRecordsGatherAfterFewAndNotAfterNoneOrEnough() {
    Duration gather = Duration.ofSeconds(1);
    Consumer<byte[], byte[]> gathering = new PollingTheRest(ENOUGH, gather, pressure).by(kafka);

    arrives(ORDERS_0, 0);
    assertThat(timeOfAPoll(gathering)).isLessThan(gather);
    assertThat(timeOfAPoll(gathering)).isGreaterThanOrEqualTo(gather);

    for (int offset = 1; offset <= ENOUGH; offset++) arrives(ORDERS_0, offset);
    assertThat(timeOfAPoll(gathering)).isLessThan(gather);
    assertThat(timeOfAPoll(gathering)).isLessThan(gather);
  }

  @Test
  void letsRecordsGatherForLongerAfterMany() {
    Duration gather = Duration.ofMillis(10);
    Consumer<byte[], byte[]> gathering = new PollingTheRest(500, gather, pressure).by(kafka);

    for (int offset = 0; offset < 200; offset++) arrives(ORDERS_0, offset);
    gathering.poll(Duration.ZERO);

    assertThat(timeOfAPoll(gathering)).isGreaterThanOrEqualTo(gather.multipliedBy(5));
  }

  private static Duration timeOfAPoll(Consumer<byte[], byte[]> consumer) {
    long start = System.nanoTime();
    consumer.poll(Duration.ZERO);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(Duration.ZERO);
  }

  private void arrives(TopicPartition partition, long offset) {
    kafka.addRecord(
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, new byte[0], new byte[0]));
  }

  /** At the second poll from now on. */
  private void afterwards(Runnable task) {
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(task);
  }

  private static List<Long> offsets(ConsumerRecords<byte[], byte[]> polled) {
    return StreamSupport.stream(polled.spliterator(), false).map(ConsumerRecord::offset).toList();
  }
}
