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
 * on, and one of what surrounds them. Each kind comes once before any comes again.
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

  Plan(long seed, Duration duration, Set<FaultKind> faults) {
    random = new Random(seed);
    Duration share = duration.dividedBy(SHARE_OF_THE_RUN);
    longest = share.compareTo(SHORT_LONGEST) < 0 ? SHORT_LONGEST : shorter(share, LONGEST);
    mains = faults.stream().filter(kind -> !kind.isSide()).toList();
    sides = faults.stream().filter(FaultKind::isSide).toList();
  }

  /** The faults of the next round, the main one first. */
  List<Strike> nextRound() {
    if (comingMains.isEmpty()) comingMains.addAll(dealMains());
    if (comingSides.isEmpty()) comingSides.addAll(shuffled(sides));
    List<Strike> round = new ArrayList<>();
    sideWasAlone = !sideWasAlone && mustBeAlone();
    Strike main = sideWasAlone ? null : comingMains.poll();
    if (main != null) round.add(main);
    FaultKind side = nextSide(main);
    if (side != null) round.add(draw(side, anyService()));
    return round;
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

  // A kill is another thing for each service.
  private List<Strike> dealMains() {
    List<Strike> all = new ArrayList<>();
    for (FaultKind kind : mains) {
      if (kind == FaultKind.KILL) {
        for (Service service : Service.values()) all.add(draw(kind, service));
      } else {
        all.add(draw(kind, anyService()));
      }
    }
    Collections.shuffle(all, random);
    return all;
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
    List<Service> all = List.of(Service.values());
    return all.get(random.nextInt(all.size()));
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
