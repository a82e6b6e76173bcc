package dev.orderflow.messaging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * A pulse for each consuming thread. Its polls are its signs of life, because the container's own
 * idle events go by the wall clock: one that is set back would look like a consumer that hangs.
 */
final class ConsumerPulses implements Polling {

  private final AtomicInteger count = new AtomicInteger();
  private final Pulses pulses;
  private final ThreadLocal<Pulse> ofThisThread;

  ConsumerPulses(Pulses pulses) {
    this.pulses = pulses;
    ofThisThread =
        ThreadLocal.withInitial(
            () -> pulses.of("consumer-" + count.getAndIncrement(), Duration.ZERO));
  }

  /** The pulse of the consuming thread that calls. */
  Pulse current() {
    return ofThisThread.get();
  }

  @Override
  public ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> consumer, Duration timeout) {
    long began = pulses.now();
    current().beats();
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
      // A shorter one may have waited in vain for a fetch from before the last failure to end.
      boolean outlastedAFetch = pulses.now() - began > KafkaClients.FETCH_WAIT.toNanos();
      if (records.isEmpty() && outlastedAFetch) current().turns();
      return records;
    } catch (RuntimeException | Error e) {
      current().fails(e);
      throw e;
    }
  }
}
