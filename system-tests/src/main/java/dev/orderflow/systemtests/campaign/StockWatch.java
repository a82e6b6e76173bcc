package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Invariants;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Looks at the stock again and again: it must add up at every moment (S1). */
final class StockWatch implements Runnable {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final Scene scene;
  private volatile boolean over;
  private final AtomicInteger looks = new AtomicInteger();

  StockWatch(Scene scene) {
    this.scene = scene;
  }

  @Override
  public void run() {
    while (!over) {
      try {
        Invariants.violatedBy(scene.finder.stock())
            .forEach(it -> scene.journal.broken(it.invariant(), it.subject(), it.what()));
        looks.incrementAndGet();
      } catch (IllegalStateException e) {
        // PostgreSQL is away.
      } catch (Throwable e) {
        scene.journal.broken("CAMPAIGN", "stock", "is not watched any more: " + e);
        return;
      }
      Waiting.sleep(BETWEEN_LOOKS);
    }
  }

  void end() {
    over = true;
  }

  int looks() {
    return looks.get();
  }
}
