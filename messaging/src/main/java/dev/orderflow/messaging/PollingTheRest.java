package dev.orderflow.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls again when there was something. The client asks for the next records while it hands out the
 * last ones, and is answered with the first that comes: one poll returns that one alone, and what
 * has come since with the round after, a whole round late. After few records it lets some gather
 * before it polls; what comes after a quiet time, or is left of much, does not wait. One for each
 * consumer.
 */
final class PollingTheRest implements Polling {

  private static final Logger log = LoggerFactory.getLogger(PollingTheRest.class);

  /**
   * What the broker holds is here after that; longer would delay what has been polled already for
   * what may not come.
   */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(2);

  /**
   * After more records the pause grows with them: under a load that fills its machine a round that
   * hears two answers about an order changes its row once, not twice.
   */
  private static final int FEW = 40;

  /** It does not grow beyond this: what comes later waits for the whole of it. */
  private static final Duration LONGEST_GATHER = Duration.ofMillis(60);

  private final int enough;
  private final Duration gather;
  private final BackPressure pressure;
  private int came;

  /**
   * @param enough so many records are a batch of their own; what is returned may be as many again
   * @param pressure hears how much each poll got
   */
  PollingTheRest(int enough, Duration gather, BackPressure pressure) {
    this.enough = enough;
    this.gather = gather;
    this.pressure = pressure;
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
    if (leavesRoom(came)) letGather();
    ConsumerRecords<byte[], byte[]> first = consumer.poll(timeout);
    ConsumerRecords<byte[], byte[]> all =
        leavesRoom(first.count()) ? stillOurs(consumer, first, rest(consumer)) : first;
    came = all.count();
    pressure.polled(this, came >= enough);
    return all;
  }

  private boolean leavesRoom(int records) {
    return 0 < records && records < enough;
  }

  private void letGather() {
    try {
      Thread.sleep(gatherAfter(came));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration gatherAfter(int records) {
    Duration grown = gather.multipliedBy(records).dividedBy(FEW);
    Duration bounded = grown.compareTo(LONGEST_GATHER) < 0 ? grown : LONGEST_GATHER;
    return bounded.compareTo(gather) < 0 ? gather : bounded;
  }

  // The consumer is past the first records: whatever happens now, they have to be returned.
  private static ConsumerRecords<byte[], byte[]> rest(Consumer<byte[], byte[]> consumer) {
    try {
      return consumer.poll(LONGEST_WAIT);
    } catch (RuntimeException | Error e) {
      log.debug("The next poll will tell: {}", Failures.summary(e));
      return ConsumerRecords.empty();
    }
  }

  // What was taken away meanwhile is read by another instance now: handled here too, late, it
  // could come after what follows it.
  private static ConsumerRecords<byte[], byte[]> stillOurs(
      Consumer<byte[], byte[]> consumer,
      ConsumerRecords<byte[], byte[]> first,
      ConsumerRecords<byte[], byte[]> rest) {
    Set<TopicPartition> ours = consumer.assignment();
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
    Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
    for (var polled : List.of(first, rest)) {
      for (var partition : polled.partitions()) {
        records
            .computeIfAbsent(partition, _ -> new ArrayList<>())
            .addAll(polled.records(partition));
      }
      nextOffsets.putAll(polled.nextOffsets());
    }
    records.keySet().retainAll(ours);
    nextOffsets.keySet().retainAll(ours);
    return new ConsumerRecords<>(records, nextOffsets);
  }
}
