package dev.orderflow.notification.mail;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that opened it, unless it is closed in time. A virtual thread's blocked
 * socket is closed by that, whatever it blocks on: the library's time-outs start anew with every
 * byte that a slow server sends.
 */
final class Deadline implements AutoCloseable {

  private final Thread thread = Thread.currentThread();
  private final long end;
  private final Future<?> expiry;
  private boolean closed;

  Deadline(Duration time, ScheduledExecutorService timer) {
    end = System.nanoTime() + time.toNanos();
    expiry = timer.schedule(this::expire, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Whether the thread should have been interrupted: after a pause of the process it may not be.
   */
  boolean isOver() {
    return System.nanoTime() - end > 0;
  }

  private synchronized void expire() {
    if (!closed) thread.interrupt();
  }

  @Override
  public synchronized void close() {
    closed = true;
    expiry.cancel(false);
    // What the thread does next is not late.
    boolean _ = Thread.interrupted();
  }
}
