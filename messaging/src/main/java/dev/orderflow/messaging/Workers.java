package dev.orderflow.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Performs {@link Work}: each piece on its own virtual thread, so many at a time, and records the
 * results in batches. What a consumer has just recorded is submitted after its commit; everything
 * else (retries, what a crash left, what did not fit) is found by polling.
 */
public final class Workers<W, R> implements StopsAlongside {

  private static final Logger log = LoggerFactory.getLogger(Workers.class);

  private static final int RECORD_BATCH = 200;
  private static final Duration POLL = Duration.ofSeconds(1);

  /** What a crash left behind is found this late while nothing else happens. */
  private static final Duration POLL_AT_REST = Duration.ofSeconds(5);

  /** Bounds how much longer a stop takes than the calls that it waits for. */
  private static final Duration POLL_WHILE_DRAINING = Duration.ofMillis(20);

  /** After so many calls in a row it is not they that fail: who is called is away. */
  private static final int MANY_IN_VAIN = 1000;

  /**
   * So many are taken a round, each second, to see whether he is back. With all that are due, an
   * outage of half an hour would have hundreds of thousands of rows written anew every minute.
   */
  static final int TRIALS = 20;

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  /**
   * Longer than a recorder takes to reach a database that is back: the pause after its last failure
   * (1 s), a log-in that was begun too early (2 s), the connection pool's longest wait before the
   * next (5 s). Shorter, and what another instance has performed but could not record is performed
   * again, as its lease ran out meanwhile: a customer gets two mails.
   */
  static final Duration HEAD_START = Duration.ofSeconds(10);

  /** A round that takes longer was stopped in the middle, and leases may have run out in it. */
  static final Duration LONGEST_ROUND = POLL_AT_REST.plusSeconds(10);

  private static final Duration DRAIN_TIME = Duration.ofSeconds(10);

  private final String name;
  private final Work<W, R> work;
  private final TransactionTemplate transaction;
  private final int concurrency;
  private final Duration gather;
  private final int capacity;
  private final Semaphore slots;
  private final BlockingQueue<R> results;
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger inVain = new AtomicInteger();
  private final Semaphore wakeUps = new Semaphore(0);
  private final Pulses pulses;
  private final Pulse claiming;
  private final Pulse performing;
  private final Pulse recording;
  private @Nullable Thread recorder;
  private @Nullable Thread claimer;
  private volatile boolean running;
  private volatile long drainedBy;
  private volatile boolean moreIsDue;
  private volatile boolean claimerRests;
  private volatile boolean recordsAreLate;
  private volatile boolean lastEndedInAnError;

  /**
   * @param concurrency how many calls at a time; ten times as many pieces may wait for their turn
   *     in memory
   * @param gather {@link MessagingSettings#recorderGather}
   * @param longestCall after which {@link Work#perform} has surely ended: a pool without a free
   *     slot in which nothing begins or ends for much longer is stuck
   */
  public Workers(
      String name,
      Work<W, R> work,
      TransactionTemplate transaction,
      int concurrency,
      Duration gather,
      Duration longestCall,
      MeterRegistry metrics,
      Pulses pulses) {
    this.name = name;
    this.work = work;
    this.transaction = transaction;
    this.concurrency = concurrency;
    this.gather = gather;
    this.capacity = concurrency * 10;
    this.slots = new Semaphore(concurrency);
    this.results = new ArrayBlockingQueue<>(capacity);
    this.pulses = pulses;
    this.claiming = pulses.of(name + "-claim", POLL_AT_REST);
    this.performing = pulses.of(name + "-perform", longestCall, () -> slots.availablePermits() > 0);
    this.recording = pulses.of(name + "-record", POLL);
    Gauge.builder("orderflow.workers.accepted", accepted, AtomicInteger::get)
        .tag("work", name)
        .register(metrics);
    Gauge.builder("orderflow.workers.running", this, Workers::inProgress)
        .tag("work", name)
        .register(metrics);
  }

  /**
   * How many more pieces can be submitted: only so many should be leased ahead, the rest be due at
   * once.
   */
  public int room() {
    return running ? Math.max(0, capacity - accepted.get()) : 0;
  }

  /**
   * Performs leased work soon, all of it: what was dropped here would wait for its lease to run
   * out. Those who submit side by side may overshoot {@link #room} a little.
   */
  public void submit(List<W> leased) {
    accepted.addAndGet(leased.size());
    for (W piece : leased) Thread.ofVirtual().name(name).start(() -> perform(piece));
  }

  /** Looks for due work at once instead of at the next poll. */
  public void wake() {
    wakeUps.release();
  }

  @Override
  public void start() {
    running = true;
    recorder = Thread.ofPlatform().name(name + "-record").start(this::recordLoop);
    claimer = Thread.ofPlatform().name(name + "-claim").start(this::claimLoop);
  }

  @Override
  public void stop() {
    drainedBy = System.nanoTime() + DRAIN_TIME.toNanos();
    running = false;
    wake();
    join(claimer);
    join(recorder);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private int inProgress() {
    return concurrency - slots.availablePermits();
  }

  private void perform(W piece) {
    try {
      slots.acquire();
      R result;
      try {
        if (!running) {
          // Nobody would record it: its lease brings it to another instance.
          accepted.decrementAndGet();
          return;
        }
        performing.beats();
        result = work.perform(piece);
        performing.turns();
        lastEndedInAnError = false;
        heed(result);
      } finally {
        slots.release();
        performing.beats();
      }
      results.put(result);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      accepted.decrementAndGet();
    } catch (RuntimeException | Error e) {
      // Its lease brings it back. Where every call ends in an Error, only a restart can help; one
      // alone may be the last call for a long time.
      boolean isError = Failures.isError(e);
      if (isError && lastEndedInAnError) performing.fails(e);
      lastEndedInAnError = isError;
      log.error("{} failed unexpectedly", name, e);
      accepted.decrementAndGet();
    }
  }

  private void heed(R result) {
    if (work.wasInVain(result)) inVain.incrementAndGet();
    else if (inVain.get() > 0 && inVain.getAndSet(0) >= MANY_IN_VAIN) wake();
  }

  private void claimLoop() {
    Rest rest = new Rest(POLL, POLL_AT_REST);
    boolean wasAway = false;
    while (running) {
      try {
        if (wasAway || recordsAreLate) letResultsBeRecorded();
        long began = pulses.now();
        int found = claim();
        if (found == 0 || !moreIsDue) awaitMore(found, rest);
        wakeUps.drainPermits();
        claiming.turns();
        wasAway = pulses.now() - began > LONGEST_ROUND.toNanos();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        wasAway = true;
        claiming.fails(e);
        log.warn("{} cannot look for due work: {}", name, Failures.summary(e));
        pause();
      }
    }
  }

  // The database or this process was away, maybe for longer than a lease. What is due now may have
  // been performed, and its result wait to be recorded: here, or in another instance that saw the
  // same.
  private void letResultsBeRecorded() throws InterruptedException {
    transaction.execute(_ -> work.claimDue(0));
    long back = pulses.now();
    while (running && (recordsAreLate || pulses.now() - back < HEAD_START.toNanos())) {
      claiming.turns();
      Thread.sleep(POLL);
    }
  }

  private void awaitMore(int found, Rest rest) throws InterruptedException {
    Duration longest = rest.after(found);
    claimerRests = longest.compareTo(POLL) > 0;
    if (wakeUps.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) rest.reset();
  }

  private int claim() {
    boolean trying = inVain.get() >= MANY_IN_VAIN;
    int limit = Math.min(room(), trying ? TRIALS : RECORD_BATCH);
    List<W> due = limit == 0 ? List.of() : transaction.execute(_ -> work.claimDue(limit));
    moreIsDue = due.size() == limit && !trying;
    submit(due);
    return due.size();
  }

  private void recordLoop() {
    while (running || isDraining()) {
      try {
        recording.turns();
        Duration wait = running ? POLL : POLL_WHILE_DRAINING;
        R first = results.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (first == null) {
          recordsAreLate = false;
          continue;
        }
        List<R> batch = new ArrayList<>(List.of(first));
        results.drainTo(batch, RECORD_BATCH - 1);
        boolean atOnce = recordUntilDone(batch);
        // After one that came late, the queue still holds what was performed meanwhile.
        if (atOnce && batch.size() < RECORD_BATCH) recordsAreLate = false;
        accepted.addAndGet(-batch.size());
        // What was recorded may be a retry that is due before the end of a long rest.
        if (moreIsDue || claimerRests) wake();
        if (running && batch.size() < RECORD_BATCH) Thread.sleep(gather);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  // A call that has begun when this stops is recorded too: a mail that was sent would be sent
  // again.
  private boolean isDraining() {
    return accepted.get() > 0 && System.nanoTime() - drainedBy < 0;
  }

  // A result must not be lost while the database is away: it would only cost a repeated call, but
  // that may be a slow one. Gives whether it was recorded at once.
  private boolean recordUntilDone(List<R> batch) {
    long giveUpAt = Long.MAX_VALUE;
    for (boolean atOnce = true; ; atOnce = false) {
      try {
        submit(transaction.execute(_ -> work.record(batch)));
        return atOnce;
      } catch (RuntimeException | Error e) {
        recording.fails(e);
        log.warn("{} cannot record {} results: {}", name, batch.size(), Failures.summary(e));
        if (!Failures.isTransient(e)) {
          recordOneByOne(batch);
          return atOnce;
        }
        recordsAreLate = true;
        if (!running && giveUpAt == Long.MAX_VALUE)
          giveUpAt = System.nanoTime() + DRAIN_TIME.toNanos();
        if (System.nanoTime() > giveUpAt) return false;
        pause();
      }
    }
  }

  private void recordOneByOne(List<R> batch) {
    if (batch.size() == 1) {
      log.error("{} drops a result that cannot be recorded; its lease brings the work back", name);
      return;
    }
    batch.forEach(result -> recordUntilDone(List.of(result)));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAILURE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(@Nullable Thread thread) {
    try {
      if (thread != null) thread.join(DRAIN_TIME);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
