package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  private final Calls calls = new Calls();
  private final Workers<Integer, Integer> workers =
      new Workers<>(
          "calls",
          calls,
          new TransactionTemplate(new NoTransactions()),
          4,
          Duration.ofMillis(1),
          new SimpleMeterRegistry());

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
  void performsWhatFollows() {
    calls.followUps.add(1);
    workers.start();

    workers.submit(List.of(1));

    await().until(() -> calls.recorded.containsAll(Set.of(1, 1001)));
  }

  @Test
  void goesOnWhenACallThrows() {
    calls.throwing.add(1);
    workers.start();

    workers.submit(List.of(1, 2));

    await().until(() -> calls.recorded.contains(2));
    await().until(() -> workers.room() == 40);
  }

  private static final class Calls implements Work<Integer, Integer> {

    final ConcurrentLinkedQueue<Integer> due = new ConcurrentLinkedQueue<>();
    final Set<Integer> recorded = ConcurrentHashMap.newKeySet();
    final Set<Integer> hanging = ConcurrentHashMap.newKeySet();
    final Set<Integer> throwing = ConcurrentHashMap.newKeySet();
    final Set<Integer> followUps = ConcurrentHashMap.newKeySet();
    final AtomicInteger failuresToRecord = new AtomicInteger();
    final CountDownLatch hang = new CountDownLatch(1);

    @Override
    public List<Integer> claimDue(int limit) {
      List<Integer> claimed = new ArrayList<>();
      while (claimed.size() < limit && !due.isEmpty()) claimed.add(due.poll());
      return claimed;
    }

    @Override
    public Integer perform(Integer piece) {
      if (throwing.contains(piece)) throw new IllegalStateException("a bug");
      try {
        if (hanging.contains(piece)) hang.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return piece;
    }

    @Override
    public List<Integer> record(List<Integer> results) {
      if (failuresToRecord.getAndDecrement() > 0) throw new QueryTimeoutException("away");
      recorded.addAll(results);
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
