package dev.orderflow.messaging;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does the same again and again on a thread of its own, with a rest after each round. A round that
 * fails is logged, and the next one follows.
 */
public final class Loop implements StopsAlongside {

  private static final Logger log = LoggerFactory.getLogger(Loop.class);

  /** The rest after a failure, unless the usual one is shorter: what is down is back soon. */
  private static final Duration REST_AFTER_FAILURE = Duration.ofMinutes(1);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private final String name;
  private final Duration rest;
  private final Supplier<Duration> round;
  private final Pulse pulse;
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile boolean running;
  private @Nullable Thread thread;

  /**
   * @param name of the loop and its thread
   * @param rest from the end of a round to the start of the next
   */
  public Loop(String name, Duration rest, Pulses pulses, Runnable round) {
    this(
        name,
        rest,
        pulses,
        () -> {
          round.run();
          return rest;
        });
  }

  /**
   * @param rest the longest
   * @param round gives the rest that is due after it; long work is divided among rounds, each of
   *     which is a sign of life
   */
  public Loop(String name, Duration rest, Pulses pulses, Supplier<Duration> round) {
    this.name = name;
    this.rest = rest;
    this.round = round;
    this.pulse = pulses.of(name, rest);
  }

  @Override
  public void start() {
    running = true;
    thread = Thread.ofPlatform().name(name).start(this::run);
  }

  /** Ends the rest that is under way, or else the next one, at once. */
  public void wake() {
    wakeUps.release();
  }

  @Override
  public void stop() {
    running = false;
    wake();
    try {
      if (thread != null) thread.join(LONGEST_STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      while (running) {
        if (wakeUps.tryAcquire(turn().toNanos(), TimeUnit.NANOSECONDS)) wakeUps.drainPermits();
        pulse.beats();
      }
    } catch (InterruptedException e) {
      log.warn("{} was interrupted and ends", name);
    }
  }

  /** Gives the rest that is due. */
  private Duration turn() {
    try {
      Duration due = round.get();
      pulse.turns();
      return due;
    } catch (RuntimeException | Error e) {
      pulse.fails(e);
      if (Failures.isTransient(e)) log.warn("{} waits: {}", name, Failures.summary(e));
      else log.error("{} fails", name, e);
      return rest.compareTo(REST_AFTER_FAILURE) < 0 ? rest : REST_AFTER_FAILURE;
    }
  }
}
