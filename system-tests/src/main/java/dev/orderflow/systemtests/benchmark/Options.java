package dev.orderflow.systemtests.benchmark;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * What the benchmark is asked for.
 *
 * @param rates orders a second, one run each in this order; the search for the limit begins at the
 *     first
 */
record Options(
    Scenario scenario,
    List<Double> rates,
    Duration duration,
    Duration warmUp,
    boolean findLimit,
    boolean help) {

  /** What was asked for makes no sense; the message says why, for the person who typed it. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  private static final Options DEFAULTS =
      new Options(
          Scenario.STEADY,
          List.of(450.0),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          false,
          false);

  static Options parse(List<String> arguments) {
    Options options = DEFAULTS;
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) options = options.with(rest.pop(), rest);
    return options;
  }

  static String usage() {
    String scenarios =
        Arrays.stream(Scenario.values())
            .map(it -> "  %-15s %s".formatted(it.id(), it.description))
            .collect(joining("\n"));
    return """
    system-tests/benchmark starts the whole system, drives it at a fixed rate, says what it bears and
    costs, and checks that every order ended right: exit code 0, or 1 and what was wrong.

      --rate N[,N...]    orders a second, %.0f unless said otherwise; several are measured one after another
      --duration 30s     how long they come
      --warm-up 60s      how long the rate grows to the highest before that, not measured
      --find-limit       look for the highest rate at which orders do not pile up, --duration for each
      --scenario NAME    one of
    %s
      --help             this

    Results are kept in .orderflow/benchmark.
    """
        .formatted(DEFAULTS.rates.getFirst(), scenarios.indent(4).stripTrailing());
  }

  double highestRate() {
    return Collections.max(rates);
  }

  private Options with(String option, Deque<String> rest) {
    return switch (option) {
      case "--scenario" -> with(scenario(value(option, rest)));
      case "--rate" ->
          new Options(scenario, rates(value(option, rest)), duration, warmUp, findLimit, help);
      case "--duration" ->
          new Options(scenario, rates, time(option, rest), warmUp, findLimit, help);
      case "--warm-up" ->
          new Options(scenario, rates, duration, time(option, rest), findLimit, help);
      case "--find-limit" -> new Options(scenario, rates, duration, warmUp, true, help);
      case "--help", "-h" -> new Options(scenario, rates, duration, warmUp, findLimit, true);
      default -> throw new Mistake("there is no option " + option);
    };
  }

  private Options with(Scenario other) {
    return new Options(other, rates, duration, warmUp, findLimit, help);
  }

  private static Scenario scenario(String name) {
    return Arrays.stream(Scenario.values())
        .filter(it -> it.id().equals(name))
        .findFirst()
        .orElseThrow(() -> new Mistake("there is no scenario " + name));
  }

  private static List<Double> rates(String value) {
    if (!value.matches("[1-9]\\d{0,5}(,[1-9]\\d{0,5})*")) {
      throw new Mistake("--rate is a number, or several with commas between them, not " + value);
    }
    return Arrays.stream(value.split(",")).map(Double::valueOf).toList();
  }

  private static Duration time(String option, Deque<String> rest) {
    String value = value(option, rest);
    if (!value.matches("[1-9]\\d{0,4}[sm]")) {
      throw new Mistake(option + " is a time such as 30s or 5m, not " + value);
    }
    return Duration.parse("PT" + value);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) throw new Mistake(option + " needs a value");
    return rest.pop();
  }
}
