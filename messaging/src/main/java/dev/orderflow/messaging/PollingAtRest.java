package dev.orderflow.messaging;

import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Polls for long while nothing comes. The container's own timeout is short, so that the offsets of
 * the last batch are committed soon; with nothing left to commit an idle service would do little
 * else than poll. One for each consumer.
 */
final class PollingAtRest implements Polling {

  /** Records and a stop end it at once, so that it may be long; well within a consumer's pulse. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private boolean atRest;

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(atRest ? TIMEOUT : timeout);
    // The first poll without records gives the offsets that were due the time to become so.
    atRest = records.isEmpty();
    return records;
  }
}
