package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.StackSettings;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the demo is asked for, on its command line or, for the ports, in environment variables. */
record Options(boolean once, boolean fresh, boolean help, Path state, Ports ports) {

  static final String OFFSET_OPTION = "--port-offset";
  private static final String OFFSET_VARIABLE = "ORDERFLOW_PORT_OFFSET";
  private static final int HIGHEST_PORT = 65_535;

  /** What was asked for makes no sense; the message says why, for the person who typed it. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  /**
   * The command line wins over the environment.
   *
   * @param folder where it was typed
   */
  static Options parse(List<String> arguments, Map<String, String> environment, String folder) {
    boolean once = false;
    boolean fresh = false;
    boolean help = false;
    Path state = StackSettings.standard().state();
    int offset = number(OFFSET_VARIABLE, environment.getOrDefault(OFFSET_VARIABLE, "0"));
    Map<Port, Integer> chosen = chosenBy(environment);

    Deque<String> rest =
        new ArrayDeque<>(arguments.stream().flatMap(Options::nameAndValue).toList());
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--once" -> once = true;
        case "--fresh" -> fresh = true;
        case "--help", "-h" -> help = true;
        case "--data" -> state = state(folder, value(option, rest));
        case OFFSET_OPTION -> offset = number(option, value(option, rest));
        default -> chosen.put(portNamed(option), number(option, value(option, rest)));
      }
    }
    return new Options(once, fresh, help, state, ports(offset, chosen));
  }

  private static Path state(String folder, String name) {
    try {
      return Path.of(folder).toAbsolutePath().resolve(name).normalize();
    } catch (InvalidPathException e) {
      throw new Mistake("Java cannot write the folder's name: set LC_ALL=C.UTF-8");
    }
  }

  StackSettings settings() {
    return StackSettings.standard().withState(state).withPorts(ports);
  }

  static String usage() {
    String portOptions =
        Arrays.stream(Port.values())
            .map(port ->
                "  %-22s %-28s %d".formatted(port.option() + " N", port.user(), port.standard()))
            .collect(Collectors.joining("\n"));
    return """
    ./demo starts the whole system, places three orders, and runs until Ctrl-C.

      --once                 end after the three orders: exit code 0, or 1 and the reason
      --fresh                forget all earlier orders, stock and mails first
      --data DIR             keep them in DIR instead of .orderflow/state
      --port-offset N        add N to every port below that is not chosen itself
    %s
      --help                 this

    A port can also be chosen in the environment: %s for %s, %s for the offset.
    """
        .formatted(portOptions, Port.ORDER.variable(), Port.ORDER.option(), OFFSET_VARIABLE);
  }

  private static Map<Port, Integer> chosenBy(Map<String, String> environment) {
    Map<Port, Integer> chosen = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      String value = environment.get(port.variable());
      if (value != null) {
        chosen.put(port, number(port.variable(), value));
      }
    }
    return chosen;
  }

  private static Stream<String> nameAndValue(String argument) {
    int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
    return equals < 0
        ? Stream.of(argument)
        : Stream.of(argument.substring(0, equals), argument.substring(equals + 1));
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new Mistake(option + " needs a value");
    }
    return rest.pop();
  }

  private static Port portNamed(String option) {
    return Arrays.stream(Port.values())
        .filter(port -> port.option().equals(option))
        .findFirst()
        .orElseThrow(() -> new Mistake("there is no option " + option));
  }

  private static int number(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new Mistake(name + " is a number, not " + value);
    }
  }

  private static Ports ports(int offset, Map<Port, Integer> chosen) {
    Ports ports = Ports.standard().shiftedBy(offset);
    for (Map.Entry<Port, Integer> choice : chosen.entrySet()) {
      ports = ports.with(choice.getKey(), choice.getValue());
    }
    for (Port port : Port.values()) {
      if (ports.of(port) < 1 || ports.of(port) > HIGHEST_PORT) {
        throw new Mistake(ports.of(port) + " is no port (" + port.user() + ")");
      }
    }
    return ports;
  }
}
