package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class WorkersTest {

  private static final Duration LONGEST_CALL = Duration.ofMinutes(1);
  private static final Duration VERY_LONG = LONGEST_CALL.plus(Pulse.LONGEST_SILENCE).plusSeconds(1);

  private final Calls calls = new Calls();
  private final MovableTime time = new MovableTime();
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final Pulses pulses = new Pulses(metrics, time);
  private final Workers<Integer, Integer> workers =
      new Workers<>(
          "calls",
          calls,
          new TransactionTemplate(new NoTransactions()),
          4,
          Duration.ofMillis(1),
          LONGEST_CALL,
          metrics,
          pulses);

  @AfterEach
  void stop() {
    calls.hang.countDown();
    workers.stop();
  }

  @Test
  void performsAndRecordsWhatIsSubmitted() {
    workers.start();

    workers.submit(List.of(1, 2, 3));

    await().until(() -> calls.recorded.containsAll(Set.of(1, 2, 3)));
    await().until(() -> workers.room() == 40);
  }

  @Test
  void findsWorkThatIsDue() {
    IntStream.range(0, 500).forEach(calls.due::add);

    workers.start();

    await().until(() -> calls.recorded.size() == 500);
  }

  @Test
  void delaysNothingElseWhenOneCallHangs() {
    calls.hanging.add(7);
    workers.start();

    workers.submit(List.of(7, 1, 2, 3, 4, 5));

    await().until(() -> calls.recorded.containsAll(Set.of(1, 2, 3, 4, 5)));
    assertThat(calls.recorded).doesNotContain(7);
  }

  @Test
  void hasNoRoomWhileMuchWaitsButPerformsAllThatIsLeased() {
    calls.hanging.addAll(IntStream.range(0, 100).boxed().toList());
    workers.start();

    workers.submit(IntStream.range(0, 100).boxed().toList());

    assertThat(workers.room()).isZero();
    calls.hang.countDown();
    await().until(() -> calls.recorded.size() == 100);
  }

  @Test
  void recordsAgainWhenTheDatabaseWasAway() {
    calls.failuresToRecord.set(2);
    workers.start();

    workers.submit(List.of(1));

    await().until(() -> calls.recorded.contains(1));
  }

  @Test
  void performsNothingAgainWhoseResultTheDatabaseHasMissed() {
    calls.failuresToRecord.set(Integer.MAX_VALUE);
    workers.start();
    workers.submit(List.of(1));
    await().until(() -> gauge("orderflow.loop.failing.seconds", "loop", "calls-record") > 0);

    calls.due.add(1);
    workers.wake();
    await().until(() -> calls.looks.get() > 0);
    time.passes(Workers.HEAD_START);
    int tries = calls.records.get();
    await().until(() -> calls.records.get() > tries + 1);
    calls.failuresToRecord.set(0);
    await().until(() -> calls.recorded.contains(1));

    calls.due.add(2);
    await().until(() -> calls.recorded.contains(2));
    assertThat(calls.performed).containsExactly(1, 2);
  }

  @Test
  void letsOtherInstancesRecordFirstWhenTheDatabaseIsBack() {
    calls.due.add(1);
    calls.failuresToClaim.set(1);
    workers.start();

    await().until(() -> calls.looks.get() > 0);

    assertThat(calls.performed).isEmpty();
    time.passes(Workers.HEAD_START);
    await().until(() -> calls.recorded.contains(1));
  }

  @Test
  void letsResultsBeRecordedFirstAfterItWasStopped() {
    workers.start();
    await().until(() -> calls.claims.get() > 0);

    time.passes(Workers.LONGEST_ROUND);
    await().until(() -> calls.looks.get() > 0);

    calls.due.add(1);
    assertThat(calls.performed).isEmpty();
    time.passes(Workers.HEAD_START);
    await().until(() -> calls.recorded.contains(1));
  }

  @Test
  void performsWhatFollows() {
    calls.followUps.add(1);
    workers.start();

    workers.submit(List.of(1));

    await().until(() -> calls.recorded.containsAll(Set.of(1, 1001)));
  }

  @Test
  void looksForWorkAtOnceWhenAResultIsRecordedDuringALongRest() {
    workers.start();
    // After the third look in vain it would rest for four seconds.
    await().until(() -> calls.claims.get() == 3);

    workers.submit(List.of(1));

    await().atMost(Duration.ofSeconds(3)).until(() -> calls.claims.get() > 3);
  }

  @Test
  void triesOnlyAFewWhileAllIsInVainAndAllTheRestAfterwards() {
    calls.inVain = true;
    IntStream.range(0, 3000).forEach(calls.due::add);
    workers.start();

    await().until(() -> calls.performed.size() >= 1000);
    int rounds = calls.claims.get() + 1;
    await().until(() -> calls.claims.get() > rounds);
    assertThat(calls.asked).isLessThanOrEqualTo(Workers.TRIALS);
    assertThat(calls.due).hasSizeGreaterThan(1500);
    calls.inVain = false;

    await().until(() -> calls.recorded.size() == 3000);
  }

  @Test
  void goesOnWhenACallThrows() {
    calls.throwing.add(1);
    workers.start();

    workers.submit(List.of(1, 2));

    await().until(() -> calls.recorded.contains(2));
    await().until(() -> workers.room() == 40);
  }

  @Test
  void needsARestartWhenEveryCallEndsInAnError() {
    calls.breaking.addAll(List.of(1, 2));
    workers.start();
    workers.submit(List.of(1, 2));
    await().until(() -> gauge("orderflow.loop.failing.seconds", "loop", "calls-perform") > 0);

    time.passes(Pulse.LONGEST_ERROR.plusSeconds(1));

    await().until(() -> wrong().equals(List.of("calls-perform")));
    workers.submit(List.of(3));
    await().until(() -> wrong().isEmpty());
  }

  @Test
  void isFoundStuckWhenEverySlotIsTakenForLongerThanAnyCall() {
    calls.hanging.addAll(Set.of(1, 2, 3, 4));
    workers.start();
    workers.submit(List.of(1, 2, 3, 4, 5));
    await().until(() -> running() == 4);

    time.passes(VERY_LONG);

    await().until(() -> wrong().equals(List.of("calls-perform")));
    calls.hang.countDown();
    await().until(() -> wrong().isEmpty());
  }

  @Test
  void isNotStuckWhileASlotIsFree() {
    calls.hanging.addAll(Set.of(1, 2, 3));
    workers.start();
    workers.submit(List.of(1, 2, 3));
    await().until(() -> running() == 3);

    time.passes(VERY_LONG);

    await().until(() -> wrong().isEmpty());
  }

  @Test
  void isFoundWhenLookingForWorkHangs() {
    calls.hangingToClaim = true;
    workers.start();
    await().until(() -> calls.claims.get() > 0);

    time.passes(VERY_LONG);

    await().until(() -> wrong().equals(List.of("calls-claim")));
  }

  @Test
  void isFoundWhenRecordingHangs() {
    calls.hangingToRecord = true;
    workers.start();
    workers.submit(List.of(1));
    await().until(() -> calls.records.get() > 0);

    time.passes(VERY_LONG);

    await().until(() -> wrong().equals(List.of("calls-record")));
  }

  @Test
  void needsNoRestartWhileTheDatabaseIsAway() {
    calls.failuresToRecord.set(Integer.MAX_VALUE);
    workers.start();
    workers.submit(List.of(1));
    await().until(() -> calls.records.get() > 0);

    time.passes(VERY_LONG);

    await().until(() -> wrong().isEmpty());
    await().until(() -> gauge("orderflow.loop.failing.seconds", "loop", "calls-record") > 60);
    calls.failuresToRecord.set(0);
  }

  @Test
  void recordsWhatHasBegunAndBeginsNothingMoreWhenItStops() {
    calls.hanging.addAll(Set.of(1, 2, 3, 4));
    workers.start();
    workers.submit(List.of(1, 2, 3, 4));
    await().until(() -> running() == 4);
    workers.submit(List.of(5, 6));

    CompletableFuture<Void> stop = CompletableFuture.runAsync(workers::stop);
    await().until(() -> !workers.isRunning());
    workers.submit(List.of(7));
    calls.hang.countDown();
    stop.join();

    assertThat(calls.recorded).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(calls.performed).containsExactlyInAnyOrder(1, 2, 3, 4);
  }

  private List<String> wrong() {
    return pulses.whatIsWrong().stream().map(it -> it.substring(0, it.indexOf(' '))).toList();
  }

  private double running() {
    return gauge("orderflow.workers.running", "work", "calls");
  }

  private double gauge(String name, String tag, String value) {
    return metrics.get(name).tag(tag, value).gauge().value();
  }

  private static final class Calls implements Work<Integer, Integer> {

    final ConcurrentLinkedQueue<Integer> due = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<Integer> performed = new ConcurrentLinkedQueue<>();
    final Set<Integer> recorded = ConcurrentHashMap.newKeySet();
    final Set<Integer> hanging = ConcurrentHashMap.newKeySet();
    final Set<Integer> throwing = ConcurrentHashMap.newKeySet();
    final Set<Integer> breaking = ConcurrentHashMap.newKeySet();
    final Set<Integer> followUps = ConcurrentHashMap.newKeySet();
    final AtomicInteger failuresToRecord = new AtomicInteger();
    final AtomicInteger failuresToClaim = new AtomicInteger();
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger claims = new AtomicInteger();
    final AtomicInteger records = new AtomicInteger();
    final CountDownLatch hang = new CountDownLatch(1);
    volatile int asked;
    volatile boolean inVain;
    volatile boolean hangingToClaim;
    volatile boolean hangingToRecord;

    @Override
    public List<Integer> claimDue(int limit) {
      asked = limit;
      (limit == 0 ? looks : claims).incrementAndGet();
      if (hangingToClaim) hang();
      if (failuresToClaim.getAndDecrement() > 0) throw new QueryTimeoutException("away");
      List<Integer> claimed = new ArrayList<>();
      while (claimed.size() < limit && !due.isEmpty()) claimed.add(due.poll());
      return claimed;
    }

    @Override
    public Integer perform(Integer piece) {
      performed.add(piece);
      if (breaking.contains(piece)) throw new NoClassDefFoundError("gone");
      if (throwing.contains(piece)) throw new IllegalStateException("a bug");
      if (hanging.contains(piece)) hang();
      return piece;
    }

    @Override
    public boolean wasInVain(Integer result) {
      return inVain;
    }

    private void hang() {
      try {
        hang.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public List<Integer> record(List<Integer> results) {
      records.incrementAndGet();
      if (hangingToRecord) hang();
      if (failuresToRecord.getAndDecrement() > 0) throw new QueryTimeoutException("away");
      recorded.addAll(results);
      due.removeAll(results);
      return results.stream().filter(followUps::contains).map(it -> it + 1000).toList();
    }
  }

  private static final class NoTransactions implements PlatformTransactionManager {

    @Override
    public TransactionStatus getTransaction(TransactionDefinition definition) {
      return new SimpleTransactionStatus();
    }

    @Override
    public void commit(TransactionStatus status) {}

    @Override
    public void rollback(TransactionStatus status) {}
  }
}
