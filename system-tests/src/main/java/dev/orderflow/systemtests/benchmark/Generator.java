package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Connection.Answer;
import dev.orderflow.systemtests.benchmark.Request.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends orders at the times of a schedule over connections that are kept, whether or not earlier
 * ones have been answered (open loop). One thread sends and one receives: it shares the processors
 * with what it measures.
 */
final class Generator implements AutoCloseable {

  /** With so many unanswered requests the next ones wait, and their waiting is counted. */
  private static final int MAX_CONNECTIONS = 1_000;

  /** What is not answered by then never will be. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

  private final List<InetSocketAddress> servers;
  private final Selector selector;
  private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();
  private int connections;
  private final Semaphore places = new Semaphore(MAX_CONNECTIONS);
  private final PriorityBlockingQueue<Request> cancellations =
      new PriorityBlockingQueue<>(64, Comparator.comparingLong(Request::intended));

  /**
   * @param ports of the instances that share the orders
   */
  Generator(List<Integer> ports) {
    servers =
        ports.stream()
            .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toList();
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("receiver").start(this::receive);
  }

  /** Returns when the last order has been sent; {@link #finish} is to follow. */
  void run(Placements run) {
    for (int order = 0; order < run.count(); order++) {
      long intended = run.intendedNanos(order);
      cancelWhatIsDueBefore(intended);
      sendInTime(new Request(Kind.PLACE, run, order, intended));
    }
  }

  /** Returns when all requests have been answered, and what is to be cancelled is so. */
  void finish() {
    awaitAnswers();
    cancelWhatIsDueBefore(Long.MAX_VALUE);
    awaitAnswers();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    idle.forEach(Connection::close);
  }

  private void cancelWhatIsDueBefore(long deadline) {
    for (@Nullable Request next; (next = cancellations.peek()) != null; ) {
      if (next.intended() >= deadline) return;
      cancellations.remove(next);
      sendInTime(next);
    }
  }

  private void sendInTime(Request request) {
    for (long left; (left = request.intended() - System.nanoTime()) > 0; ) {
      LockSupport.parkNanos(left);
    }
    places.acquireUninterruptibly();
    @Nullable Connection connection = idle.pollFirst();
    try {
      if (connection == null) connection = connect();
      connection.send(request);
    } catch (IOException e) {
      if (connection == null) places.release();
      else lose(connection);
    }
  }

  private Connection connect() throws IOException {
    Connection connection = new Connection(servers.get(connections++ % servers.size()));
    connection.channel.register(selector, SelectionKey.OP_READ, connection);
    selector.wakeup();
    return connection;
  }

  private void awaitAnswers() {
    try {
      if (places.tryAcquire(MAX_CONNECTIONS, ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        places.release(MAX_CONNECTIONS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void receive() {
    while (selector.isOpen()) {
      try {
        selector.select(key -> receive((Connection) key.attachment()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private void receive(Connection connection) {
    try {
      connection.receive().ifPresent(answer -> answered(connection, answer));
    } catch (IOException e) {
      idle.remove(connection);
      lose(connection);
    }
  }

  private void answered(Connection connection, Answer answer) {
    answer.request().run().answered(answer, System.nanoTime()).ifPresent(cancellations::add);
    if (answer.last()) connection.close();
    else idle.addLast(connection);
    places.release();
  }

  /** What it asked for, if anything, is never answered. */
  private void lose(Connection connection) {
    connection.close();
    if (connection.release() != null) places.release();
  }
}
