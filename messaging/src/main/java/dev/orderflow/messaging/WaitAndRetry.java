package dev.orderflow.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Reads a failed batch again, without end and without skipping: everything that is not down for the
 * moment was already settled record by record. The framework's own handlers give up after some
 * attempts or rely on a recoverer.
 */
final class WaitAndRetry implements CommonErrorHandler {

  private static final Logger log = LoggerFactory.getLogger(WaitAndRetry.class);

  // Far below max.poll.interval.ms, or the group would throw this consumer out while it waits.
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final ConsumerPulses pulses;

  WaitAndRetry(ConsumerPulses pulses) {
    this.pulses = pulses;
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
    Map<TopicPartition, Long> first = new HashMap<>();
    for (ConsumerRecord<?, ?> record : records) {
      first.merge(
          new TopicPartition(record.topic(), record.partition()), record.offset(), Math::min);
    }
    first.forEach(consumer::seek);
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
