package dev.orderflow.systemtests.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Goes every way that a world can go, with so many faults at any of its steps, and sees that each
 * ends well. Ways that lead to the same state go on as one.
 */
final class Explorer {

  /** Usual are some fifty. */
  private static final int MOST_STEPS = 300;

  /** Which faults there are. */
  enum Trouble {
    /** What happens to one service: only the order of steps within a service then matters. */
    SERVICES,
    /** Time passes where something else could happen. */
    TIME
  }

  /** One way on. */
  private record Way(Step step, int faults) {}

  private final Map<Long, Integer> faultsLeftIn = new HashMap<>();
  private final Trouble trouble;
  private long steps;
  private long ends;

  private Explorer(Trouble trouble) {
    this.trouble = trouble;
  }

  static Explorer explore(Scene scene, Trouble trouble, int faults) {
    Explorer explorer = new Explorer(trouble);
    explorer.goOn(new World(scene), faults, MOST_STEPS);
    return explorer;
  }

  private void goOn(World world, int faultsLeft, int stepsLeft) {
    if (stepsLeft == 0) attempt(world, () -> Promises.checkThatItEnds(world));
    long state = world.fingerprint();
    if (faultsLeftIn.getOrDefault(state, -1) >= faultsLeft) return;
    faultsLeftIn.put(state, faultsLeft);
    if (world.life().isEmpty() && world.time().isEmpty()) end(world.copy());
    int ways = ways(world, faultsLeft).size();
    for (int i = 0; i < ways; i++) {
      World next = world.copy();
      Way way = ways(next, faultsLeft).get(i);
      attempt(next, () -> next.take(way.step));
      steps++;
      goOn(next, faultsLeft - way.faults, stepsLeft - 1);
    }
  }

  private List<Way> ways(World world, int faultsLeft) {
    List<Way> ways = new ArrayList<>();
    List<Step> life = world.life();
    life.forEach(step -> ways.add(new Way(step, 0)));
    world.whims().forEach(step -> ways.add(new Way(step, 0)));
    if (life.isEmpty()) world.time().ifPresent(step -> ways.add(new Way(step, 0)));
    if (faultsLeft > 0) faults(world).forEach(step -> ways.add(new Way(step, 1)));
    boolean timeIsAFault = trouble == Trouble.TIME && faultsLeft > 0;
    return timeIsAFault ? ways : withoutDetours(ways, world);
  }

  private List<Step> faults(World world) {
    return switch (trouble) {
      case SERVICES -> world.faults().stream().filter(step -> step.by() != null).toList();
      case TIME -> world.life().isEmpty() ? List.of() : world.time().stream().toList();
    };
  }

  // Steps of two services commute. Where one has something to read, and reads one by one, nothing
  // that others do first gives it another choice: it is enough to let it go first (a persistent
  // set). So does a call commute with all but what becomes of itself and of an authorization.
  private static List<Way> withoutDetours(List<Way> ways, World world) {
    for (WorkingService<?, ?, ?> service : List.of(world.payments, world.notifications)) {
      for (WorkingService.Leased<?> call : service.leased) {
        return ways.stream()
            .filter(way ->
                call.work().equals(way.step.subject())
                    || way.step.subject() instanceof Provider.Intent)
            .toList();
      }
    }
    for (Service service : List.of(world.inventory, world.payments, world.notifications)) {
      if (!service.reader.isAtTheEnd())
        return ways.stream().filter(way -> service.equals(way.step.by())).toList();
    }
    return ways;
  }

  private void end(World world) {
    ends++;
    attempt(world, () -> Life.checkUntilTheEnd(world, new Choices(0)));
  }

  private static void attempt(World world, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      throw world.failure(e, "the same test");
    }
  }

  /** Different states of rest. */
  long ends() {
    return ends;
  }

  @Override
  public String toString() {
    return "%,d states, %,d steps, %,d ends".formatted(faultsLeftIn.size(), steps, ends);
  }
}
