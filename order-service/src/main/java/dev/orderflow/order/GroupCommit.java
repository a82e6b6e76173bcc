package dev.orderflow.order;

import dev.orderflow.messaging.Failures;
import dev.orderflow.messaging.Pulse;
import dev.orderflow.messaging.Pulses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets requests that wait at the same time share a transaction (group commit), each with an outcome
 * of its own. Nobody waits for company: a request that comes alone is served alone, and while one
 * group is being committed the next one gathers.
 *
 * @param <Q> what is asked
 * @param <A> what is answered
 */
final class GroupCommit<Q, A> {

  /** More would hold locks for longer than a client likes to wait, and gain nothing any more. */
  private static final int LARGEST_GROUP = 100;

  /**
   * Who comes beyond it is sent away at once: to wait for longer helps nobody, and each waiting
   * request holds some 100 kB.
   */
  static final int MOST_WAITING = 1_000;

  /** A client that waits for longer has given up, or should ask again with its key. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * How long a group waits for what was begun before it. Longer, and a client waits for seconds
   * where only this instance was away for a while; shorter, and more orders are taken than are
   * finished: two groups of a hundred are 200 orders a second then.
   */
  private static final Duration LONGEST_YIELD = Duration.ofSeconds(1);

  /** How late the end of the pressure is seen. */
  private static final Duration YIELD = Duration.ofMillis(10);

  /** PostgreSQL's deadlock_detected: transient, but the fault of one request, not of its group. */
  private static final String DEADLOCK = "40P01";

  private final TransactionTemplate transaction;
  private final BooleanSupplier pressure;
  private final Consumer<List<Turn<Q, A>>> work;
  private final BlockingQueue<Turn<Q, A>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final List<Thread> servers = new ArrayList<>();
  private volatile boolean open = true;

  /**
   * @param pressure whether what was begun before goes first; a group waits for it, a second at
   *     most
   * @param work gives each turn its outcome; called in a transaction, after whose commit the
   *     outcomes count. May be called again with parts of the group if it throws
   * @param servers so many groups at a time
   */
  GroupCommit(
      String name,
      int servers,
      TransactionTemplate transaction,
      Pulses pulses,
      BooleanSupplier pressure,
      Consumer<List<Turn<Q, A>>> work) {
    this.transaction = transaction;
    this.pressure = pressure;
    this.work = work;
    for (int i = 0; i < servers; i++) {
      String server = name + "-" + i;
      Pulse pulse = pulses.of(server, Duration.ZERO);
      this.servers.add(Thread.ofPlatform().daemon().name(server).start(() -> serve(pulse)));
    }
  }

  /** A request that waits for its outcome. */
  static final class Turn<Q, A> {

    private final Q request;
    private final CompletableFuture<A> outcome = new CompletableFuture<>();
    private Runnable announcement = () -> {};
    private @Nullable Throwable failureOfItsGroup;

    private Turn(Q request) {
      this.request = request;
    }

    Q request() {
      return request;
    }

    /** What failed the group that it is now served apart from; null while there was none. */
    @Nullable Throwable failureOfItsGroup() {
      return failureOfItsGroup;
    }

    void answer(A answer) {
      announcement = () -> outcome.complete(answer);
    }

    void refuse(RuntimeException why) {
      announcement = () -> outcome.completeExceptionally(why);
    }
  }

  /**
   * Waits for the outcome of the request.
   *
   * @throws RuntimeException what the work refused it with or failed with; a transient one if it
   *     waited for too long, and then it may yet be done
   */
  A execute(Q request) {
    Turn<Q, A> turn = new Turn<>(request);
    if (!open || !waiting.offer(turn)) throw overloaded();
    try {
      return turn.outcome.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    } catch (TimeoutException e) {
      turn.outcome.cancel(false);
      throw overloaded();
    } catch (InterruptedException e) {
      turn.outcome.cancel(false);
      Thread.currentThread().interrupt();
      throw overloaded();
    }
  }

  /** How many wait for their turn. */
  int waiting() {
    return waiting.size();
  }

  /** Serves those who wait already, and nobody after them. */
  void close() {
    open = false;
    servers.forEach(Thread::interrupt);
  }

  private void serve(Pulse pulse) {
    boolean lastEndedInAnError = false;
    while (open || !waiting.isEmpty()) {
      try {
        pulse.rests();
        yieldToWhatWasBegun();
        List<Turn<Q, A>> group = nextGroup();
        if (group.isEmpty()) continue;
        pulse.beats();
        commit(group);
        lastEndedInAnError = false;
        pulse.turns();
      } catch (InterruptedException e) {
        // It is closed: only those who wait already are served.
      } catch (RuntimeException | Error e) {
        // Without its thread requests would wait for nobody, and nothing be found amiss. One Error
        // alone may be the last request for a long time.
        if (lastEndedInAnError) pulse.fails(e);
        lastEndedInAnError = true;
      }
    }
  }

  private void yieldToWhatWasBegun() throws InterruptedException {
    long since = System.nanoTime();
    while (open && pressure.getAsBoolean() && System.nanoTime() - since < LONGEST_YIELD.toNanos())
      Thread.sleep(YIELD);
  }

  private List<Turn<Q, A>> nextGroup() throws InterruptedException {
    List<Turn<Q, A>> group = new ArrayList<>();
    if (open) group.add(waiting.take());
    waiting.drainTo(group, LARGEST_GROUP - group.size());
    group.removeIf(turn -> turn.outcome.isDone());
    return group;
  }

  // Its clients hear of every failure; of a broken process the pulse must hear as well.
  private void commit(List<Turn<Q, A>> group) {
    try {
      commitTogether(group);
    } catch (RuntimeException | Error e) {
      group.forEach(turn -> turn.outcome.completeExceptionally(e));
      if (Failures.isError(e)) throw e;
    }
  }

  /**
   * @throws RuntimeException or Error: what failed all who have no outcome yet
   */
  private void commitTogether(List<Turn<Q, A>> group) {
    try {
      transaction.executeWithoutResult(_ -> work.accept(group));
      group.forEach(turn -> turn.announcement.run());
    } catch (RuntimeException | Error e) {
      if (isOfAll(e)) throw e;
      if (group.size() == 1) group.getFirst().outcome.completeExceptionally(e);
      else commitOneByOne(group, e);
    }
  }

  // Nobody is served who has given up meanwhile: the client was told that it failed.
  private void commitOneByOne(List<Turn<Q, A>> group, Throwable failure) {
    for (Turn<Q, A> turn : group) {
      turn.failureOfItsGroup = failure;
      if (!turn.outcome.isDone()) commitTogether(List.of(turn));
    }
  }

  private static boolean isOfAll(Throwable failure) {
    return Failures.isTransient(failure) && !Failures.sqlState(failure).equals(DEADLOCK);
  }

  private static RuntimeException thrown(@Nullable Throwable cause) {
    if (cause instanceof Error error) throw error;
    return cause instanceof RuntimeException e ? e : new IllegalStateException(cause);
  }

  private static TransientDataAccessResourceException overloaded() {
    return new TransientDataAccessResourceException("too many requests wait for the database");
  }
}
