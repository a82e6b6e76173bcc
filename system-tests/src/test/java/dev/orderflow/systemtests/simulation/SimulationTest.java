package dev.orderflow.systemtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Thousands of small worlds, each of them another mixture of orders, faults and chance. {@code
 * -Dsimulation.seconds} is how long, {@code -Dsimulation.seed} goes through one world again.
 */
class SimulationTest {

  private static final Duration BUDGET = Duration.ofSeconds(Long.getLong("simulation.seconds", 5));

  @Test
  void keepsEveryPromiseWhateverHappens() {
    Long given = Long.getLong("simulation.seed");
    long first = given != null ? given : new Random().nextInt(1_000_000_000);
    long end = System.nanoTime() + BUDGET.toNanos();
    long seed = first;
    long orders = 0;

    do {
      orders += Life.of(seed++, Bug.NONE).scene.purchases().size();
    } while (given == null && System.nanoTime() < end);

    System.out.printf(
        "simulated %d orders in %d worlds, seeds from %d%n", orders, seed - first, first);
    assertThat(orders).isPositive();
  }
}
