package dev.orderflow.systemtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation can fail. */
class PlantedBugsTest {

  /** Worlds that a build goes through in a second or two. */
  private static final int WORLDS = 3_000;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isFound(Bug bug) {
    String found = "";
    long seed = 0;
    long begin = System.nanoTime();

    while (found.isEmpty() && seed < WORLDS) found = storyOf(++seed, bug);

    System.out.printf(
        "%s: seed %d after %d ms: %s%n",
        bug,
        seed,
        (System.nanoTime() - begin) / 1_000_000,
        found.lines().findFirst().orElse("not found"));
    assertThat(found).contains("simulation.seed=" + seed);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "REPEATED_FACTS_ARE_NOT_ANSWERED",
        "A_CANCELLATION_LEAVES_NO_TOMBSTONE",
        "EVERY_CALL_HAS_A_NEW_KEY",
        "WHAT_WAS_MAILED_IS_FORGOTTEN",
        "NOBODY_REDRIVES",
        "A_PROVIDER_THAT_IS_AWAY_IS_TAKEN_FOR_A_REFUSAL",
        "STOCK_IS_ALWAYS_SHORT"
      })
  void isOnSomeWay(Bug bug) {
    Scene scene = Scene.small(1, 1, false, bug, Purchase.PAYS);

    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> Explorer.explore(scene, Explorer.Trouble.SERVICES, 1))
        .withMessageContaining("again with the same test");
  }

  private static String storyOf(long seed, Bug bug) {
    try {
      Life.of(seed, bug);
      return "";
    } catch (AssertionError e) {
      return e.getMessage();
    }
  }
}
