package dev.orderflow.systemtests.campaign;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final Duration SHORT = Duration.ofMinutes(4);
  private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

  @Test
  void isTheSameForTheSameSeed() {
    assertThat(rounds(7, ALL, 100)).isEqualTo(rounds(7, ALL, 100));
    assertThat(rounds(7, ALL, 100)).isNotEqualTo(rounds(8, ALL, 100));
  }

  @Test
  void strikesEveryServiceAndWithEveryKindBeforeAnyComesAgain() {
    List<Strike> strikes = rounds(7, ALL, 22).stream().flatMap(List::stream).toList();

    assertThat(strikes).extracting(Strike::kind).contains(FaultKind.values());
    assertThat(strikes)
        .filteredOn(it -> it.kind() == FaultKind.KILL)
        .extracting(Strike::victim)
        .containsExactlyInAnyOrder(Service.values());
  }

  @Test
  void strikesThoseThatHaveMoreToLoseByIt() {
    for (long seed = 1; seed <= 20; seed++) {
      List<Strike> strikes = untilThrough(seed);

      assertThat(victims(strikes, FaultKind.CLOCK)).containsOnly(Service.ORDER);
      for (FaultKind kind : List.of(FaultKind.PAUSE, FaultKind.INSTANCES, FaultKind.RESTARTS)) {
        assertThat(victims(strikes, kind)).containsAnyOf(Service.ORDER, Service.NOTIFICATION);
        assertThat(victims(strikes, kind)).containsAnyOf(Service.INVENTORY, Service.PAYMENT);
      }
    }
  }

  @Test
  void isThroughOnceEverythingHasCome() {
    List<Strike> everything = untilThrough(7);

    assertThat(everything).extracting(Strike::kind).contains(FaultKind.values());
    assertThat(victims(everything, FaultKind.KILL)).contains(Service.values());
    assertThat(victims(everything, FaultKind.PAUSE)).hasSize(2);
  }

  private static List<Strike> untilThrough(long seed) {
    Plan plan = new Plan(seed, SHORT, ALL);
    List<Strike> all = new ArrayList<>();
    while (!plan.isThrough()) all.addAll(plan.nextRound());
    return all;
  }

  private static Set<Service> victims(List<Strike> strikes, FaultKind kind) {
    return strikes.stream().filter(it -> it.kind() == kind).map(Strike::victim).collect(toSet());
  }

  @Test
  void measuresOnlyWhileTheProviderWorks() {
    assertThat(rounds(7, ALL, 500))
        .noneMatch(round ->
            round.stream().anyMatch(it -> it.kind().isMeasured())
                && round.stream().anyMatch(it -> it.kind().isOfTheProvider()));
  }

  @Test
  void comesToEveryKindAlsoWhenNoneFitsTheOther() {
    Set<FaultKind> few = EnumSet.of(FaultKind.PAUSE, FaultKind.PROVIDER_DOWN);

    Set<FaultKind> struck =
        rounds(7, few, 4).stream().flatMap(List::stream).map(Strike::kind).collect(toSet());

    assertThat(struck).isEqualTo(few);
  }

  @Test
  void lastsLongerInALongerRun() {
    assertThat(longest(SHORT)).isLessThan(Duration.ofSeconds(11));
    assertThat(longest(Duration.ofHours(1)))
        .isBetween(Duration.ofSeconds(45), Duration.ofMinutes(1));
  }

  private static Duration longest(Duration run) {
    Plan plan = new Plan(7, run, ALL);
    return Stream.generate(plan::nextRound)
        .limit(200)
        .flatMap(List::stream)
        .map(Strike::lasting)
        .max(Duration::compareTo)
        .orElseThrow();
  }

  private static List<List<Strike>> rounds(long seed, Set<FaultKind> faults, int number) {
    Plan plan = new Plan(seed, SHORT, faults);
    return Stream.generate(plan::nextRound).limit(number).toList();
  }
}
