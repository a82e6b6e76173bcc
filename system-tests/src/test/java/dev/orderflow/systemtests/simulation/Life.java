package dev.orderflow.systemtests.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets a world live by chance, and sees that it keeps its promises. */
final class Life {

  /** A world that is not at rest by then never will be; usual are some hundred steps. */
  private static final int MOST_STEPS = 5_000;

  private static final List<Double> FAULTS_PER_STEP = List.of(0.0, 0.02, 0.1, 0.3);
  private static final double WHIMS_PER_STEP = 0.01;
  private static final double PASSING_TIME_PER_STEP = 0.03;
  private static final int TROUBLED_STEPS_PER_ORDER = 60;

  private final Choices choices;
  private final World world;

  private Life(long seed, Bug bug) {
    this.choices = new Choices(seed);
    this.world = new World(Scene.any(choices, bug));
  }

  /**
   * @return the world afterwards, at rest
   * @throws AssertionError with the seed and the story, when a promise was broken
   */
  static World of(long seed, Bug bug) {
    Life life = new Life(seed, bug);
    try {
      life.goThroughTrouble();
      checkUntilTheEnd(life.world, life.choices);
      return life.world;
    } catch (RuntimeException e) {
      throw life.world.failure(e, "-Dsimulation.seed=" + seed);
    }
  }

  /** Without further faults: comes to rest, is checked, and hears everything again. */
  static void checkUntilTheEnd(World world, Choices choices) {
    comeToRest(world, choices);
    Promises.checkAtRest(world);
    Map<Object, Object> before = everything(world);
    hearEverythingAgain(world, choices);
    everything(world)
        .forEach((what, now) ->
            Broken.unless(
                now.equals(before.get(what)),
                "E3",
                null,
                what,
                "was",
                before.get(what),
                "but is",
                now));
    Promises.checkAtRest(world);
  }

  private void goThroughTrouble() {
    double faultsPerStep = choices.among(FAULTS_PER_STEP);
    int steps = choices.upTo(TROUBLED_STEPS_PER_ORDER * world.scene.purchases().size());
    for (int i = 0; i < steps; i++) {
      List<Step> next = next(faultsPerStep);
      if (!next.isEmpty()) world.take(choices.among(next));
    }
  }

  private List<Step> next(double faultsPerStep) {
    if (choices.happens(faultsPerStep)) return world.faults();
    if (choices.happens(WHIMS_PER_STEP)) return world.whims();
    if (choices.happens(PASSING_TIME_PER_STEP)) return world.time().stream().toList();
    return world.life();
  }

  private static void comeToRest(World world, Choices choices) {
    for (int i = 0; i < MOST_STEPS; i++) {
      List<Step> life = world.life();
      Optional<Step> next = life.isEmpty() ? world.time() : Optional.of(choices.among(life));
      if (next.isEmpty()) return;
      world.take(next.get());
    }
    Promises.checkThatItEnds(world);
  }

  private static void hearEverythingAgain(World world, Choices choices) {
    world.tell(null, "everything is heard again");
    world.services().forEach(service -> service.reader.startFromOffsetZero());
    comeToRest(world, choices);
  }

  private static Map<Object, Object> everything(World world) {
    Map<Object, Object> everything = new HashMap<>();
    for (Service service : world.services()) {
      service
          .tables()
          .forEach(table ->
              table
                  .content()
                  .forEach((key, row) -> everything.put(List.of(service.name.id(), key), row)));
    }
    everything.put("calls to the provider", world.provider.calls());
    everything.put("mails", world.postOffice.mails());
    return everything;
  }
}
