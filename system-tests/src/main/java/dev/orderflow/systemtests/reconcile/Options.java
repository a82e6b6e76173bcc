package dev.orderflow.systemtests.reconcile;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What the command is asked for.
 *
 * @param openFor orders that are not settled are judged when they are older
 */
record Options(Ports ports, Duration openFor, boolean help) {

  /** What was asked for makes no sense; the message says why, for the person who typed it. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  /** Five minutes beyond the deadline of a pending order. */
  private static final Duration OPEN_FOR = Duration.ofMinutes(20);

  static Options parse(List<String> arguments) {
    Ports ports = Ports.standard();
    UnaryOperator<Ports> chosen = UnaryOperator.identity();
    Duration openFor = OPEN_FOR;
    boolean help = false;
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.pop();
      switch (option) {
        case "--port-offset" -> ports = Ports.standard().shiftedBy(number(option, rest));
        case "--open-for" -> openFor = Duration.ofMinutes(number(option, rest));
        case "--help", "-h" -> help = true;
        default -> chosen = then(chosen, portNamed(option), number(option, rest));
      }
    }
    return new Options(chosen.apply(ports), openFor, help);
  }

  static String usage() {
    return """
    system-tests/reconcile looks at the system that runs on this machine, started by ./demo or docker compose, and prints
    every order that breaks a promise, with its story. The system need not be quiet: an order counts once it is settled
    and mailed, or older than a bound; what is wrong counts if it is wrong twice, some seconds apart. What became of an
    order's records and mails is judged as long as the topics and the inbox still keep them.

      --open-for 20      minutes after which an order that is not settled counts as well
      --port-offset N    as for ./demo
      --<part>-port N    likewise
      --help             this

    Exit code 0: no promise is broken. 1: some are. 2: the system cannot be seen.
    """;
  }

  private static UnaryOperator<Ports> then(UnaryOperator<Ports> before, Port port, int number) {
    return ports -> before.apply(ports).with(port, number);
  }

  private static Port portNamed(String option) {
    return Arrays.stream(Port.values())
        .filter(port -> port.option().equals(option))
        .findFirst()
        .orElseThrow(() -> new Mistake("there is no option " + option));
  }

  private static int number(String option, Deque<String> rest) {
    String value = rest.isEmpty() ? "" : rest.pop();
    if (!value.matches("\\d{1,5}")) throw new Mistake(option + " needs a number");
    return Integer.parseInt(value);
  }
}
