package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A service that asks somebody outside: what it has leased and heard is in memory, and gone when it
 * dies.
 *
 * @param <W> a piece of work
 * @param <M> the mood that whoever is asked is in; the first value is a good one
 * @param <R> what came of it
 */
abstract class WorkingService<W, M extends Enum<M>, R> extends Service {

  /** A piece of work, and when its lease runs out. */
  record Leased<W>(W work, Instant until) {}

  final List<Leased<W>> leased = new ArrayList<>();
  final List<R> results = new ArrayList<>();
  private final List<M> moods;

  WorkingService(World world, EventSource name, Class<M> moods) {
    super(world, name, Set.of(Topic.ORDERS));
    this.moods = List.of(moods.getEnumConstants());
  }

  void become(WorkingService<W, M, R> other) {
    super.become(other);
    leased.addAll(other.leased);
    results.addAll(other.results);
  }

  @Override
  Fingerprint addTo(Fingerprint fingerprint) {
    return super.addTo(fingerprint).all(leased).all(results);
  }

  abstract boolean isDue();

  abstract void leaseDue();

  abstract R perform(Leased<W> work, M mood);

  abstract void record(R result, Transaction transaction);

  /** An instance dies with it. */
  void forget(R result) {
    results.remove(result);
  }

  @Override
  void life(List<Step> steps) {
    super.life(steps);
    for (Leased<W> one : leased)
      steps.add(step("asks", one.work, () -> ask(one, moods.getFirst())));
    for (R one : results) steps.add(step("records", one, () -> record(one)));
    if (isDue()) steps.add(step("looks for due work", null, this::leaseDue));
  }

  @Override
  void faults(List<Step> steps) {
    super.faults(steps);
    for (Leased<W> one : leased) {
      steps.add(step("dies with", one.work, () -> leased.remove(one)));
      moods.stream()
          .skip(1)
          .forEach(mood -> steps.add(step("asks, " + mood, one.work, () -> ask(one, mood))));
    }
    for (R one : results) steps.add(step("dies with", one, () -> forget(one)));
  }

  private void ask(Leased<W> one, M mood) {
    leased.remove(one);
    results.add(perform(one, mood));
  }

  private void record(R result) {
    results.remove(result);
    transaction(transaction -> record(result, transaction));
  }
}
