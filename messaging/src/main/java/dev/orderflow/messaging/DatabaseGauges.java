package dev.orderflow.messaging;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Gauges that ask the database when the metrics are read, and are {@code NaN} while it is away. All
 * of them together then hold up whoever reads the metrics for {@link #LONGEST_WAIT}: if each waited
 * by itself, a scraper would give up, and every other metric of the service would be missing just
 * when the alerts need it.
 */
public final class DatabaseGauges {

  /**
   * Longer than a free connection is waited for, so that a pool that is only busy still answers.
   */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

  /** While the database is away it is asked so rarely: longer than reading all metrics takes. */
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private final AtomicLong notBefore;

  /**
   * @param nanoTime as {@link System#nanoTime()}
   */
  public DatabaseGauges(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.notBefore = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * @param query is run with each reading, on another thread
   */
  public void register(
      MeterRegistry registry, String name, String description, DoubleSupplier query) {
    Gauge.builder(name, () -> valueOf(query)).description(description).register(registry);
  }

  private double valueOf(DoubleSupplier query) {
    if (notBefore.get() - nanoTime.getAsLong() > 0) return Double.NaN;
    FutureTask<Double> asked = new FutureTask<>(query::getAsDouble);
    Thread.ofVirtual().name("gauge").start(asked);
    try {
      return asked.get(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      askLater();
    } catch (ExecutionException e) {
      if (Failures.isTransient(e.getCause())) askLater();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Double.NaN;
  }

  private void askLater() {
    notBefore.set(nanoTime.getAsLong() + PAUSE.toNanos());
  }
}
