package dev.orderflow.messaging;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Reads again what was polled and not handled, without end and without skipping: everything that is
 * not down for the moment was already settled record by record. The framework's own handlers give
 * up after some attempts or rely on a recoverer. Nor do they see all: between a poll and its batch
 * the container repeats commits that a rebalance has held up, and if one fails, it drops what was
 * polled, and the consumer is past it.
 */
final class WaitAndRetry implements CommonErrorHandler, Polling {

  private static final Logger log = LoggerFactory.getLogger(WaitAndRetry.class);

  // Far below max.poll.interval.ms, or the group would throw this consumer out while it waits.
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ConsumerPulses pulses;
  private final ThreadLocal<ConsumerRecords<?, ?>> unhandled =
      ThreadLocal.withInitial(ConsumerRecords::empty);

  WaitAndRetry(ConsumerPulses pulses) {
    this.pulses = pulses;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
    readAgain(unhandled.get(), consumer);
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    unhandled.set(records);
    return records;
  }

  /** What this thread has polled is applied, or parked. */
  void handled() {
    unhandled.set(ConsumerRecords.empty());
  }

  private static void readAgain(ConsumerRecords<?, ?> records, Consumer<?, ?> consumer) {
    Set<TopicPartition> ours = consumer.assignment();
    for (TopicPartition partition : records.partitions()) {
      if (ours.contains(partition))
        consumer.seek(partition, records.records(partition).getFirst().offset());
    }
  }

  @Override
  public void handleBatch(
      Exception failure,
      ConsumerRecords<?, ?> records,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      Runnable invokeListener) {
    log.warn("Consuming waits: {}", Failures.summary(failure));
    pulses.current().fails(failure);
    pause(container);
  }

  @Override
  public void handleOtherException(
      Exception failure,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    log.warn("Polling waits: {}", Failures.summary(failure));
    pulses.current().fails(failure);
    pause(container);
  }

  /** Nothing was handled, so no offset may be committed. */
  @Override
  public boolean isAckAfterHandle() {
    return false;
  }

  private static void pause(MessageListenerContainer container) {
    try {
      ListenerUtils.stoppableSleep(container, PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
