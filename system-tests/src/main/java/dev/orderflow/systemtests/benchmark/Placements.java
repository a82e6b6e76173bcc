package dev.orderflow.systemtests.benchmark;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.orderflow.systemtests.benchmark.Connection.Answer;
import dev.orderflow.systemtests.benchmark.Request.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is sent in one run, and what it was answered. Orders are counted from 0. */
final class Placements {

  /** Half of the orders that are cancelled are so at once, the others once they are confirmed. */
  private static final Duration SECOND_THOUGHTS = Duration.ofSeconds(3);

  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final UUID NONE = new UUID(0, 0);

  private final Schedule schedule;
  private final Basket[] baskets;
  private final long firstNumber;
  private final long startNanos = System.nanoTime();
  private final Instant start = Instant.now();
  private final UUID[] ids;
  private final short[] statuses;
  private final long[] latencies;
  private final boolean[] cancelled;

  /**
   * Starts now.
   *
   * @param firstNumber of the numbers that tell the requests of all runs from each other
   */
  Placements(Schedule schedule, Basket[] baskets, long firstNumber) {
    this.schedule = schedule;
    this.baskets = baskets;
    this.firstNumber = firstNumber;
    ids = new UUID[schedule.count()];
    Arrays.fill(ids, NONE);
    statuses = new short[schedule.count()];
    cancelled = new boolean[schedule.count()];
    latencies = new long[schedule.count()];
  }

  int count() {
    return schedule.count();
  }

  Schedule schedule() {
    return schedule;
  }

  Instant start() {
    return start;
  }

  Basket basket(int order) {
    return baskets[order % baskets.length];
  }

  long number(int order) {
    return firstNumber + order;
  }

  /** When the order is to be sent, by {@link System#nanoTime}. */
  long intendedNanos(int order) {
    return startNanos + schedule.at(order);
  }

  /** The same in milliseconds since 1970. */
  double intendedMillis(int order) {
    return start.getEpochSecond() * 1e3 + (start.getNano() + schedule.at(order)) / 1e6;
  }

  /** Notes an answer, and returns what the customer asks for next. */
  Optional<Request> answered(Answer answer, long now) {
    int order = answer.request().order();
    if (answer.request().kind() == Kind.CANCEL) {
      cancelled[order] = answer.status() == OK;
      return Optional.empty();
    }
    statuses[order] = (short) answer.status();
    latencies[order] = now - answer.request().intended();
    if (answer.status() != CREATED) return Optional.empty();
    String location = answer.location();
    ids[order] = UUID.fromString(location.substring(location.lastIndexOf('/') + 1));
    return cancellation(order, now);
  }

  private Optional<Request> cancellation(int order, long now) {
    if (basket(order).outcome() != Outcome.CUSTOMER_REQUEST) return Optional.empty();
    long due = order % 2 == 0 ? now : now + SECOND_THOUGHTS.toNanos();
    return Optional.of(new Request(Kind.CANCEL, this, order, due));
  }

  int accepted() {
    return (int) IntStream.range(0, count()).filter(this::isAccepted).count();
  }

  boolean isAccepted(int order) {
    return statuses[order] == CREATED;
  }

  /** How often each status was answered; 0 where no answer came. */
  Map<Integer, Long> statuses() {
    return IntStream.range(0, count())
        .boxed()
        .collect(groupingBy(order -> (int) statuses[order], TreeMap::new, counting()));
  }

  /** Of an accepted order. */
  UUID id(int order) {
    return ids[order];
  }

  /** From the intended sending to the answer, in nanoseconds. */
  long latency(int order) {
    return latencies[order];
  }

  /** How each accepted order must end. */
  Map<UUID, Outcome> outcomes() {
    Map<UUID, Outcome> outcomes = new HashMap<>();
    for (int order = 0; order < count(); order++) {
      if (isAccepted(order)) outcomes.put(id(order), outcome(order));
    }
    return outcomes;
  }

  /** Its customer may not have been let cancel it. */
  private Outcome outcome(int order) {
    Outcome wanted = basket(order).outcome();
    return wanted == Outcome.CUSTOMER_REQUEST && !cancelled[order] ? Outcome.CONFIRMED : wanted;
  }
}
