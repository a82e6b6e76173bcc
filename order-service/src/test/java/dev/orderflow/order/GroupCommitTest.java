package dev.orderflow.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.orderflow.messaging.Pulses;
import dev.orderflow.order.GroupCommit.Turn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class GroupCommitTest {

  private final Queue<List<Integer>> groups = new ConcurrentLinkedQueue<>();
  private final CountDownLatch firstMayEnd = new CountDownLatch(1);
  private final CountDownLatch slowMayEnd = new CountDownLatch(1);
  private final Commits commits = new Commits();
  private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Pulses pulses = new Pulses(metrics);
  private final AtomicInteger looksUnderPressure = new AtomicInteger();
  private final GroupCommit<Integer, String> counter =
      new GroupCommit<>(
          "counter",
          1,
          new TransactionTemplate(commits),
          pulses,
          () -> looksUnderPressure.getAndUpdate(left -> Math.max(0, left - 1)) > 0,
          this::serve);

  @AfterEach
  void close() {
    firstMayEnd.countDown();
    slowMayEnd.countDown();
    counter.close();
    clients.close();
  }

  private void serve(List<Turn<Integer, String>> group) {
    groups.add(group.stream().map(Turn::request).toList());
    for (Turn<Integer, String> turn : group) {
      switch (turn.request()) {
        case 0 -> awaitUninterruptibly(firstMayEnd);
        case 2000 -> awaitUninterruptibly(slowMayEnd);
        case 13 -> turn.refuse(new IllegalArgumentException("unlucky"));
        case 50 -> throw new IllegalStateException("breaks its transaction");
        case 40 -> throw new CannotAcquireLockException("", new SQLException("", "40P01"));
        case 55 -> throw new CannotAcquireLockException("", new SQLException("", "55P03"));
        case 66 -> throw new NoClassDefFoundError("Missing");
        case 67 -> throw new StackOverflowError();
        case 80 -> throw new DataAccessResourceFailureException("away");
        default -> {}
      }
      if (turn.request() != 13) turn.answer("did " + turn.request());
    }
  }

  @Test
  void servesARequestThatComesAlone() {
    assertThat(counter.execute(1)).isEqualTo("did 1");
  }

  @Test
  void servesTogetherThoseWhoCameWhileOthersWereServed() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(1, 2, 3, 4);

    for (int n = 1; n <= 4; n++) assertThat(answers.get(n - 1).get()).isEqualTo("did " + n);
    assertThat(groups).hasSize(2);
    assertThat(commits.done).hasValue(2);
  }

  @Test
  void letsThePressureEndBeforeItServesTheNext() throws Exception {
    looksUnderPressure.set(3);

    List<Future<String>> answers = askWhileOneIsServed(1, 2);

    assertThat(answers.getFirst().get()).isEqualTo("did 1");
    assertThat(looksUnderPressure).hasValue(0);
  }

  @Test
  void doesNotLetPressureKeepItForEver() throws Exception {
    looksUnderPressure.set(Integer.MAX_VALUE);

    List<Future<String>> answers = askWhileOneIsServed(1, 2);

    assertThat(answers.getFirst().get()).isEqualTo("did 1");
    assertThat(looksUnderPressure.get()).isPositive();
  }

  @Test
  void refusesOneAndAnswersTheOthers() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(1, 13, 3);

    assertThat(answers.get(0).get()).isEqualTo("did 1");
    assertThat(answers.get(2).get()).isEqualTo("did 3");
    assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalArgumentException.class);
    assertThat(groups).hasSize(2);
  }

  @Test
  void servesTheOthersOneByOneWhenOneBreaksTheTransaction() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(1, 50, 40, 3);

    assertThat(answers.get(0).get()).isEqualTo("did 1");
    assertThat(answers.get(3).get()).isEqualTo("did 3");
    assertThatThrownBy(answers.get(1)::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThatThrownBy(answers.get(2)::get).hasCauseInstanceOf(CannotAcquireLockException.class);
  }

  @Test
  void servesNobodyAloneWhoHasGivenUpMeanwhile() throws Exception {
    clients.execute(() -> counter.execute(0));
    await().until(() -> !groups.isEmpty());
    Future<String> breaking = clients.submit(() -> counter.execute(50));
    await().until(() -> counter.waiting() == 1);
    clients.execute(() -> counter.execute(2000));
    await().until(() -> counter.waiting() == 2);
    var complaint = new FutureTask<>(() -> catchThrowable(() -> counter.execute(3)));
    Thread impatient = Thread.startVirtualThread(complaint);
    await().until(() -> counter.waiting() == 3);
    firstMayEnd.countDown();
    await().until(() -> groups.contains(List.of(2000)));

    impatient.interrupt();
    assertThat(complaint.get()).isInstanceOf(TransientDataAccessException.class);
    slowMayEnd.countDown();

    assertThat(counter.execute(4)).isEqualTo("did 4");
    assertThatThrownBy(breaking::get).hasCauseInstanceOf(IllegalStateException.class);
    assertThat(groups).doesNotContain(List.of(3));
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 55})
  void triesNobodyAgainWhileTheDatabaseServesNobody(int failing) throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(failing, 1, 2);

    for (Future<String> answer : answers) {
      assertThatThrownBy(answer::get).hasCauseInstanceOf(DataAccessException.class);
    }
    assertThat(groups).hasSize(2);
    assertThat(counter.execute(5)).isEqualTo("did 5");
  }

  @Test
  void tellsItsPulseOfErrorsInARowUntilARoundSucceeds() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(1, 66);

    for (Future<String> answer : answers) {
      assertThatThrownBy(answer::get).hasCauseInstanceOf(NoClassDefFoundError.class);
    }
    assertThat(secondsOfFailing()).isZero();
    assertThatThrownBy(() -> counter.execute(66)).isInstanceOf(NoClassDefFoundError.class);
    await().until(() -> secondsOfFailing() > 0);
    assertThat(counter.execute(5)).isEqualTo("did 5");
    await().until(() -> secondsOfFailing() == 0);
  }

  @Test
  void takesAnOverflowOfTheStackForTheFaultOfOneRequest() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(67, 1);

    assertThatThrownBy(answers.get(0)::get).hasCauseInstanceOf(StackOverflowError.class);
    assertThat(answers.get(1).get()).isEqualTo("did 1");
    assertThat(secondsOfFailing()).isZero();
  }

  @Test
  void answersNothingThatWasNotCommitted() throws Exception {
    commits.failing = true;

    assertThatThrownBy(() -> counter.execute(1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void servesThoseWhoWaitWhenItCloses() throws Exception {
    List<Future<String>> answers = askWhileOneIsServed(1, 2);
    counter.close();

    assertThat(answers.get(0).get()).isEqualTo("did 1");
    assertThat(answers.get(1).get()).isEqualTo("did 2");
    assertThatThrownBy(() -> counter.execute(3)).hasMessageContaining("too many");
  }

  @Test
  void sendsAwayAtOnceWhoComesWhenTooManyWait() {
    clients.execute(() -> counter.execute(0));
    await().until(() -> !groups.isEmpty());
    for (int n = 0; n < GroupCommit.MOST_WAITING; n++) clients.execute(() -> counter.execute(1));
    await().until(() -> counter.waiting() == GroupCommit.MOST_WAITING);

    assertThatThrownBy(() -> counter.execute(2))
        .isInstanceOf(TransientDataAccessException.class)
        .hasMessageContaining("too many");
    assertThat(counter.waiting()).isEqualTo(GroupCommit.MOST_WAITING);
  }

  private List<Future<String>> askWhileOneIsServed(int... requests) {
    Future<String> first = clients.submit(() -> counter.execute(0));
    await().until(() -> !groups.isEmpty());
    List<Future<String>> answers =
        IntStream.of(requests)
            .mapToObj(n -> {
              Future<String> answer = clients.submit(() -> counter.execute(n));
              await().until(() -> counter.waiting() > answersBefore(n, requests));
              return answer;
            })
            .toList();
    firstMayEnd.countDown();
    await().until(first::isDone);
    return answers;
  }

  private double secondsOfFailing() {
    return metrics.get("orderflow.loop.failing.seconds").gauge().value();
  }

  private static int answersBefore(int request, int[] requests) {
    return IntStream.range(0, requests.length).filter(i -> requests[i] == request).sum();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // The counter was closed, which must not end what it has begun.
      }
    }
  }

  /** Counts commits, and fails them when told to. */
  private static final class Commits extends AbstractPlatformTransactionManager {

    final AtomicInteger done = new AtomicInteger();
    volatile boolean failing;

    @Override
    protected Object doGetTransaction() {
      return this;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {}

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
      if (failing) throw new IllegalStateException("cannot commit");
      done.incrementAndGet();
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {}
  }
}
