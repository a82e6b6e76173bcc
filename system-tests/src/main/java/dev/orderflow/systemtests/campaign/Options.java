package dev.orderflow.systemtests.campaign;

import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the campaign is asked for on its command line.
 *
 * @param instances of each service, at all times
 * @param customers who order at the same time
 * @param patience by how much the bounds of time are stretched
 */
record Options(
    boolean help,
    long seed,
    Duration duration,
    Set<FaultKind> faults,
    int instances,
    int customers,
    int patience) {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})([smh])");

  /** What was asked for makes no sense; the message says why, for the person who typed it. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  static Options parse(List<String> arguments) {
    boolean help = false;
    long seed = ThreadLocalRandom.current().nextLong(1_000_000);
    Duration duration = Duration.ofMinutes(5);
    Set<FaultKind> faults = EnumSet.allOf(FaultKind.class);
    int instances = 1;
    int customers = 4;
    int patience = 1;
    Deque<String> rest =
        new ArrayDeque<>(arguments.stream().flatMap(Options::nameAndValue).toList());
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--help", "-h" -> help = true;
        case "--seed" -> seed = number(option, rest, Long.MAX_VALUE);
        case "--duration" -> duration = duration(value(option, rest));
        case "--faults" -> faults = faults(value(option, rest));
        case "--instances" -> instances = (int) number(option, rest, 4);
        case "--customers" -> customers = (int) number(option, rest, 200);
        case "--patience" -> patience = (int) number(option, rest, 100);
        default -> throw new Mistake("there is no option " + option);
      }
    }
    return new Options(help, seed, duration, faults, instances, customers, patience);
  }

  static String usage() {
    return """
    system-tests/campaign puts the whole system under load, lets faults strike at random moments, heals them and checks every
    promise from outside. Exit code 0: nothing was broken; 1: something was, with the story of each order; 2: not run.

      --seed N           repeats the plan of an earlier run: faults, moments, what customers do (random)
      --duration TIME    90s, 5m, 1h: faults strike for so long, and until each kind has struck once (5m)
      --faults LIST      kinds by name or by the first word of their names, separated by commas (all)
      --instances N      of each service, 1 to 4 (1)
      --customers N      who order at the same time (4)
      --patience N       stretches the bounds of time by so much, for a busy machine (1)
      --help             this

    Kinds: %s
    """
        .formatted(Arrays.stream(FaultKind.values()).map(FaultKind::option).collect(joining(", ")));
  }

  /** The command that repeats this. */
  String command() {
    String chosen =
        faults.size() == FaultKind.values().length
            ? "all"
            : faults.stream().map(FaultKind::option).collect(joining(","));
    return "system-tests/campaign --seed %d --duration %ds --faults %s --instances %d --customers %d --patience %d"
        .formatted(seed, duration.toSeconds(), chosen, instances, customers, patience);
  }

  private static Stream<String> nameAndValue(String argument) {
    int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
    return equals < 0
        ? Stream.of(argument)
        : Stream.of(argument.substring(0, equals), argument.substring(equals + 1));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) throw new Mistake(option + " needs a value");
    return rest.pop();
  }

  private static long number(String option, Deque<String> rest, long most) {
    String text = value(option, rest);
    try {
      long number = Long.parseLong(text);
      if (number >= (option.equals("--seed") ? 0 : 1) && number <= most) return number;
    } catch (NumberFormatException e) {
      // falls through to the one answer for what is no such number
    }
    throw new Mistake(option + " cannot be " + text);
  }

  private static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) throw new Mistake("--duration is 90s, 5m or 1h, not " + text);
    long number = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }

  private static Set<FaultKind> faults(String list) {
    Set<FaultKind> chosen = EnumSet.noneOf(FaultKind.class);
    for (String word : list.split(",", -1)) {
      List<FaultKind> meant =
          Arrays.stream(FaultKind.values()).filter(kind -> kind.isChosenBy(word)).toList();
      if (meant.isEmpty()) throw new Mistake("there is no fault " + word);
      chosen.addAll(meant);
    }
    return chosen;
  }
}
