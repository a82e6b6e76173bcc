package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which faults strike when, all by the seed: rounds of one fault of the services or what they stand
 * on, and one of what surrounds them. All comes once before any comes again.
 */
final class Plan {

  private static final Duration LATEST_IN_ROUND = Duration.ofSeconds(4);
  private static final Duration SHORTEST = Duration.ofSeconds(3);

  /** A run of hours has room for the faults that last a minute. */
  private static final int SHARE_OF_THE_RUN = 40;

  private static final Duration SHORT_LONGEST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Random random;
  private final Duration longest;
  private final List<FaultKind> mains;
  private final List<FaultKind> sides;
  private final Deque<Strike> comingMains = new ArrayDeque<>();
  private final List<FaultKind> comingSides = new ArrayList<>();
  private boolean sideWasAlone;
  private int dealsOfMains;
  private int dealsOfSides;

  Plan(long seed, Duration duration, Set<FaultKind> faults) {
    random = new Random(seed);
    Duration share = duration.dividedBy(SHARE_OF_THE_RUN);
    longest = share.compareTo(SHORT_LONGEST) < 0 ? SHORT_LONGEST : shorter(share, LONGEST);
    mains = faults.stream().filter(kind -> !kind.isSide()).toList();
    sides = faults.stream().filter(FaultKind::isSide).toList();
  }

  /** The faults of the next round, the main one first. */
  List<Strike> nextRound() {
    if (comingMains.isEmpty()) {
      comingMains.addAll(dealMains());
      dealsOfMains++;
    }
    if (comingSides.isEmpty()) {
      comingSides.addAll(shuffled(sides));
      dealsOfSides++;
    }
    List<Strike> round = new ArrayList<>();
    sideWasAlone = !sideWasAlone && mustBeAlone();
    Strike main = sideWasAlone ? null : comingMains.poll();
    if (main != null) round.add(main);
    FaultKind side = nextSide(main);
    if (side != null) round.add(draw(side, anyService()));
    return round;
  }

  /** Whether everything has come once. */
  boolean isThrough() {
    return dealsOfMains > (comingMains.isEmpty() ? 0 : 1)
        && dealsOfSides > (comingSides.isEmpty() ? 0 : 1);
  }

  /** There are only such faults left as must not be beside the next main one. */
  private boolean mustBeAlone() {
    Strike main = comingMains.peek();
    return main != null && !comingSides.isEmpty() && comingSides.stream().noneMatch(fits(main));
  }

  private @Nullable FaultKind nextSide(@Nullable Strike main) {
    FaultKind side = comingSides.stream().filter(fits(main)).findFirst().orElse(null);
    comingSides.remove(side);
    return side;
  }

  // Whether orders go on in time cannot be measured while the provider does not work.
  private static Predicate<FaultKind> fits(@Nullable Strike main) {
    return side -> main == null || !main.kind().isMeasured() || !side.isOfTheProvider();
  }

  private List<Strike> dealMains() {
    List<Strike> all = new ArrayList<>();
    for (FaultKind kind : mains) {
      for (Service victim : victimsOf(kind)) all.add(draw(kind, victim));
    }
    Collections.shuffle(all, random);
    return all;
  }

  // A kill is another thing for each service. What lasts longer strikes two of them: one of those
  // that others than services talk to or hear from, and one of the others. Only order-service has
  // deadlines that a clock could make it miss.
  private List<Service> victimsOf(FaultKind kind) {
    return switch (kind) {
      case KILL -> List.of(Service.values());
      case PAUSE, INSTANCES, RESTARTS ->
          List.of(
              any(Service.ORDER, Service.NOTIFICATION), any(Service.INVENTORY, Service.PAYMENT));
      case CLOCK -> List.of(Service.ORDER);
      default -> List.of(anyService());
    };
  }

  private Strike draw(FaultKind kind, Service service) {
    long span = longest.minus(SHORTEST).toMillis();
    return new Strike(
        kind,
        service,
        Duration.ofMillis(random.nextLong(LATEST_IN_ROUND.toMillis())),
        SHORTEST.plusMillis(random.nextLong(span)),
        random.nextLong());
  }

  private Service anyService() {
    return any(Service.values());
  }

  private Service any(Service... all) {
    return all[random.nextInt(all.length)];
  }

  private <T> List<T> shuffled(List<T> all) {
    List<T> copy = new ArrayList<>(all);
    Collections.shuffle(copy, random);
    return copy;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
