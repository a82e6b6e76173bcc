package dev.orderflow.systemtests.simulation;

import static dev.orderflow.systemtests.simulation.Explorer.Trouble.SERVICES;
import static dev.orderflow.systemtests.simulation.Explorer.Trouble.TIME;
import static dev.orderflow.systemtests.simulation.Purchase.CAPTURE_FAILS;
import static dev.orderflow.systemtests.simulation.Purchase.IS_DECLINED;
import static dev.orderflow.systemtests.simulation.Purchase.PAYS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every way that the smallest worlds can go, the cancellation of one order at any moment among
 * them. {@code -Dsimulation.faults} is how many faults there may be on each; 2 takes minutes.
 */
class ExplorationTest {

  private static final int FAULTS = Integer.getInteger("simulation.faults", 1);

  @ParameterizedTest
  @CsvSource({PAYS + ",1", IS_DECLINED + ",1", CAPTURE_FAILS + ",1", PAYS + ",0"})
  void endsWellForOneOrderWhateverFails(String token, int pieces) {
    Scene scene = Scene.small(pieces, 1, false, Bug.NONE, token);

    Explorer explored = Explorer.explore(scene, SERVICES, FAULTS);

    System.out.printf("%s, %d in stock, %d faults: %s%n", token, pieces, FAULTS, explored);
    assertThat(explored.ends()).isPositive();
  }

  @Test
  void endsWellForOneOrderWheneverTimePasses() {
    Scene scene = Scene.small(1, 1, true, Bug.NONE, PAYS);

    Explorer explored = Explorer.explore(scene, TIME, FAULTS);

    System.out.printf("time passes %d times too early: %s%n", FAULTS, explored);
    assertThat(explored.ends()).isPositive();
  }

  /** A fault or a cancellation less: two orders have many more ways. */
  @Test
  void endsWellForTwoOrdersOfTheLastPiece() {
    Scene scene = Scene.small(1, FAULTS - 1, false, Bug.NONE, PAYS, PAYS);

    Explorer explored = Explorer.explore(scene, SERVICES, FAULTS - 1);

    System.out.printf("two orders of one piece, %d faults: %s%n", FAULTS - 1, explored);
    assertThat(explored.ends()).isPositive();
  }
}
