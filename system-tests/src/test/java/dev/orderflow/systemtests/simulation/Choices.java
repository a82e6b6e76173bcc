package dev.orderflow.systemtests.simulation;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Everything that is left to chance, all of it following from the seed. */
final class Choices {

  private final SplittableRandom random;

  Choices(long seed) {
    random = new SplittableRandom(seed);
  }

  <T> T among(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  Duration between(Duration least, Duration most) {
    return Duration.ofSeconds(random.nextLong(least.toSeconds(), most.toSeconds() + 1));
  }
}
