package dev.orderflow.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Publishes the rows of the outbox in the order of their ids and deletes each after Kafka
 * acknowledged it. One instance of a service at a time holds the lease and relays; one that lost it
 * unaware repeats rows, but loses and inverts none, since a row is read only while all rows before
 * it of the same order are published or still there.
 */
final class OutboxRelay implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(OutboxRelay.class);

  private static final Duration SHORTEST_POLL = Duration.ofMillis(25);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  // Every commit of this process wakes the relay, also where another instance has the lease: it
  // would ask for it as often.
  private static final Duration ASKS_FOR_LEASE = Duration.ofMillis(250);

  /**
   * An outage that lasts longer costs a new producer, and its rows may be published twice. Without
   * an end the relay would wait for one whose own thread has died of an Error, or which waits for
   * partitions that no longer exist.
   */
  private static final Duration LONGEST_FLUSH = Duration.ofMinutes(10);

  private final OutboxTable table;
  private final ProducerFactory<byte[], byte[]> producers;
  private final MessagingSettings settings;
  private final Pulse pulse;
  private final Duration longestFlush;
  private final UUID self = UUID.randomUUID();
  private final Semaphore wakeUps = new Semaphore(0);
  private final LowWaterMark mark = new LowWaterMark(System::nanoTime);
  private final AtomicLong published = new AtomicLong();
  private final Map<String, Long> passedOverUntil = new HashMap<>();
  private @Nullable Producer<byte[], byte[]> producer;
  private volatile long leasedAt = System.nanoTime() - ASKS_FOR_LEASE.toNanos();
  private volatile boolean leader;
  private volatile boolean stopping;
  private volatile @Nullable Flush flushing;

  OutboxRelay(
      OutboxTable table,
      ProducerFactory<byte[], byte[]> producers,
      MessagingSettings settings,
      Pulses pulses) {
    this(table, producers, settings, pulses, LONGEST_FLUSH);
  }

  OutboxRelay(
      OutboxTable table,
      ProducerFactory<byte[], byte[]> producers,
      MessagingSettings settings,
      Pulses pulses,
      Duration longestFlush) {
    this.table = table;
    this.producers = producers;
    this.settings = settings;
    this.longestFlush = longestFlush;
    this.pulse = pulses.of("outbox-relay", settings.relayPoll());
  }

  /** Called after each commit that wrote to the outbox. */
  void wake() {
    wakeUps.release();
  }

  @Override
  public void run() {
    stopping = false;
    Rest rest = new Rest(SHORTEST_POLL, settings.relayPoll());
    while (!stopping) {
      long before = published.get();
      try {
        takeUpAgain();
        int published = holdLease() ? relayRound() : 0;
        if (passedOverUntil.isEmpty()) pulse.turns();
        else pulse.beats();
        if (published < settings.relayBatch()) awaitMore(published, rest);
      } catch (InterruptedException | RuntimeException | Error e) {
        // Cleared: it is either stopped, which is known anyway, or to begin anew.
        boolean _ = Thread.interrupted();
        if (stopping) break;
        log.warn("Publishing the outbox waits: {}", Failures.summary(e));
        pulse.fails(e);
        recover(published.get() > before);
      }
    }
    giveUp();
  }

  /** Begins anew where Kafka's client has waited for too long; called now and then. */
  void breakOff() {
    Flush longest = flushing;
    if (longest != null && System.nanoTime() - longest.since > longestFlush.toNanos())
      longest.thread.interrupt();
  }

  private record Flush(Thread thread, long since) {}

  /** Ends {@link #run} soon; what was not yet acknowledged stays in the outbox. */
  void stop() {
    stopping = true;
    wake();
  }

  /** Whether the lease is this instance's: it runs out while Kafka lets a round wait. */
  boolean isLeader() {
    return leader && System.nanoTime() - leasedAt <= settings.leaseTime().toNanos();
  }

  long published() {
    return published.get();
  }

  private boolean holdLease() {
    long now = System.nanoTime();
    // Renewed at a fifth of its time, so that a slow database does not cost the lease at once.
    long rests = leader ? settings.leaseTime().toNanos() / 5 : ASKS_FOR_LEASE.toNanos();
    if (now - leasedAt >= rests) {
      leader = table.lease(self, settings.leaseTime());
      leasedAt = now;
    }
    return leader;
  }

  private int relayRound() throws InterruptedException {
    OutboxTable.Head head =
        table.read(
            mark.next(), mark.awaitedFrom(), passedOverUntil.keySet(), settings.relayBatch());
    if (head.rows().isEmpty()) return 0;
    mark.done(head, publish(head.rows()));
    return head.rows().size();
  }

  // A topic that refuses at once, as one that is missing, is passed over for the time of a lease:
  // shorter, and the events of the others would wait for KafkaClients.LONGEST_BLOCK most of the
  // time. Then from the beginning: its rows lie before what was published meanwhile.
  private void takeUpAgain() {
    long now = System.nanoTime();
    if (passedOverUntil.values().removeIf(end -> end - now < 0)) mark.startOver();
  }

  private void passOver(String topic) {
    Duration time = settings.leaseTime().plus(PAUSE_AFTER_FAILURE);
    passedOverUntil.put(topic, System.nanoTime() + time.toNanos());
  }

  // No transaction is open here: Kafka may let us wait for hours.
  private long publish(List<OutboxTable.Row> rows) throws InterruptedException {
    pulse.awaits();
    List<Sent> sent = send(rows);
    flushing = new Flush(Thread.currentThread(), System.nanoTime());
    try {
      producer().flush();
    } finally {
      flushing = null;
    }
    List<Long> acknowledged = new ArrayList<>(rows.size());
    KafkaException failure = null;
    for (Sent one : sent) {
      KafkaException refused = one.failure();
      if (refused == null) acknowledged.add(one.row.id());
      else if (failure == null) failure = refusedFirst(one.row, refused);
    }
    pulse.beats();
    long removal = table.delete(acknowledged);
    published.addAndGet(acknowledged.size());
    if (failure != null) throw failure;
    return removal;
  }

  private static KafkaException refusedFirst(OutboxTable.Row row, KafkaException refused) {
    log.warn("Kafka refuses row {} for {}: {}", row.id(), row.topic(), Failures.summary(refused));
    return refused;
  }

  // After a row that fails at once no other is sent to its topic for a while: a later one of its
  // order must not overtake it. Those of other topics are: a dead-letter topic that is missing, or
  // may not be written, stops no events.
  private List<Sent> send(List<OutboxTable.Row> rows) throws InterruptedException {
    List<Sent> sent = new ArrayList<>(rows.size());
    for (OutboxTable.Row row : rows) {
      if (passedOverUntil.containsKey(row.topic())) continue;
      Sent one = new Sent(row, producer().send(recordOf(row)));
      sent.add(one);
      if (one.future.isDone() && one.failure() != null) {
        passOver(row.topic());
      }
    }
    return sent;
  }

  private record Sent(OutboxTable.Row row, Future<RecordMetadata> future) {

    @Nullable KafkaException failure() throws InterruptedException {
      try {
        future.get();
        return null;
      } catch (ExecutionException e) {
        return new KafkaException(e.getCause());
      }
    }
  }

  private static ProducerRecord<byte[], byte[]> recordOf(OutboxTable.Row row) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(row.topic(), row.key(), row.value());
    row.headers()
        .forEach(header -> record.headers().add(new RecordHeader(header.name(), header.value())));
    return record;
  }

  private Producer<byte[], byte[]> producer() {
    if (producer == null) producer = producers.createProducer();
    return producer;
  }

  // While other instances commit too, their rows are found by polling alone: soon after the last,
  // rarely when it is quiet.
  private void awaitMore(int published, Rest rest) throws InterruptedException {
    if (published > 0) Thread.sleep(settings.relayGather());
    Duration longest = rest.after(published);
    if (wakeUps.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) rest.reset();
    wakeUps.drainPermits();
  }

  // A producer that failed may be beyond repair; a new one at worst repeats rows. If nothing at all
  // could be published, the reason may be this instance's, as a network that is cut: another one
  // gets the time to take the lease, which this one would keep for as long as it lasts.
  private void recover(boolean publishedSome) {
    closeProducer();
    mark.startOver();
    if (!publishedSome) release();
    try {
      Thread.sleep(
          publishedSome ? PAUSE_AFTER_FAILURE : PAUSE_AFTER_FAILURE.plus(settings.relayPoll()));
    } catch (InterruptedException e) {
      // It is stopped, or a flush was broken off that had just ended.
    }
  }

  private void giveUp() {
    closeProducer();
    release();
  }

  private void release() {
    try {
      if (leader) table.release(self);
    } catch (RuntimeException e) {
      log.debug("The lease runs out by itself: {}", Failures.summary(e));
    }
    leader = false;
  }

  // The factory hands out the same one until it is reset.
  private void closeProducer() {
    if (producer != null) producer.close(Duration.ZERO);
    producers.reset();
    producer = null;
  }
}
