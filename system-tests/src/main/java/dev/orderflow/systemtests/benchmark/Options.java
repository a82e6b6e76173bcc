package dev.orderflow.systemtests.benchmark;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** What the benchmark is asked for. */
record Options(Scenario scenario, double rate, Duration duration, Duration warmUp, boolean help) {

  /** What was asked for makes no sense; the message says why, for the person who typed it. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) {
    Options options =
        new Options(Scenario.STEADY, 500, Duration.ofSeconds(30), Duration.ofSeconds(20), false);
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) options = options.with(rest.pop(), rest);
    return options;
  }

  static String usage() {
    return """
    system-tests/benchmark starts the whole system, drives it at a fixed rate, and says what it took.

      --rate N          orders a second, 500 unless said otherwise
      --duration 30s    how long they come
      --warm-up 20s     how long the rate grows before that, not measured
      --help            this
    """;
  }

  private Options with(String option, Deque<String> rest) {
    return switch (option) {
      case "--scenario" -> withScenario(value(option, rest));
      case "--rate" -> withRate(value(option, rest));
      case "--duration" -> new Options(scenario, rate, duration(option, rest), warmUp, help);
      case "--warm-up" -> new Options(scenario, rate, duration, duration(option, rest), help);
      case "--help", "-h" -> new Options(scenario, rate, duration, warmUp, true);
      default -> throw new Mistake("there is no option " + option);
    };
  }

  private Options withScenario(String name) {
    return Arrays.stream(Scenario.values())
        .filter(it -> it.id().equals(name))
        .findFirst()
        .map(it -> new Options(it, rate, duration, warmUp, help))
        .orElseThrow(() -> new Mistake("there is no scenario " + name));
  }

  private Options withRate(String value) {
    try {
      return new Options(scenario, Double.parseDouble(value), duration, warmUp, help);
    } catch (NumberFormatException e) {
      throw new Mistake("--rate is a number, not " + value);
    }
  }

  private static Duration duration(String option, Deque<String> rest) {
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
