package dev.orderflow.http.reconciliation;

import dev.orderflow.messaging.Failures;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Runs reconciliations: one at a time over all instances of the service, on one thread. What a dead
 * instance has begun is made up for at the next turn.
 */
final class Reconciler implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

  /** How long a dead instance keeps others from reconciling. Longer than any step. */
  private static final Duration LEASE = Duration.ofMinutes(2);

  /** How late a run that is due begins. */
  private static final Duration LOOK = Duration.ofMinutes(1);

  private final Reconciling reconciling;
  private final ReconciliationTable table;
  private final ReconciliationSettings settings;
  private final UUID holder = UUID.randomUUID();
  private volatile @Nullable ScheduledExecutorService executor;

  Reconciler(Reconciling reconciling, ReconciliationTable table, ReconciliationSettings settings) {
    this.reconciling = reconciling;
    this.table = table;
    this.settings = settings;
  }

  @Override
  public void start() {
    var started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("reconciliation").factory());
    var _ =
        started.scheduleWithFixedDelay(
            this::runIfDue, LOOK.toSeconds(), LOOK.toSeconds(), TimeUnit.SECONDS);
    executor = started;
  }

  @Override
  public void stop() {
    ScheduledExecutorService running = executor;
    executor = null;
    if (running != null) running.shutdownNow();
  }

  @Override
  public boolean isRunning() {
    return executor != null;
  }

  /** Begins a run now, unless one is going on. */
  void begin() {
    ScheduledExecutorService running = executor;
    if (running != null && table.begin(holder, LEASE)) running.execute(this::run);
  }

  private void runIfDue() {
    try {
      if (table.begin(holder, LEASE, settings.interval())) run();
    } catch (RuntimeException | Error e) {
      log.warn("Cannot look whether a reconciliation is due: {}", Failures.summary(e));
    }
  }

  private void run() {
    Run run = new Run(() -> isRunning() && table.renew(holder, LEASE));
    try {
      reconciling.reconcile(run);
      table.finish(holder, run);
      log.info("Reconciliation compared {} rows, {} findings", run.checked(), run.found());
    } catch (Run.Ended e) {
      giveUp("it was ended");
    } catch (RuntimeException | Error e) {
      if (!Failures.isTransient(e)) log.error("Reconciliation failed", e);
      giveUp(Failures.summary(e));
    }
  }

  private void giveUp(String why) {
    log.warn("Reconciliation is given up until its next turn: {}", why);
    try {
      table.abandon(holder);
    } catch (RuntimeException e) {
      log.debug("Its lease runs out by itself", e);
    }
  }
}
