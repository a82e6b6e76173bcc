package dev.orderflow.localstack.demo;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.servers.FreePorts;
import dev.orderflow.localstack.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What would keep the stack from running, found before anything is started.
 *
 * @param isFree whether nobody listens on a port
 * @param availableMegabytes memory that programs can still get
 */
record Preflight(IntPredicate isFree, long availableMegabytes) {

  /** Six JVMs and PostgreSQL as measured with the demo's settings, and a little room. */
  static final long NEEDED_MEGABYTES = 2_000;

  static Preflight ofThisMachine() {
    return new Preflight(FreePorts::isFree, Memory.availableMegabytes());
  }

  /** In sentences for the person at the terminal; empty when all is well. */
  List<String> problems(Ports ports, Path state) {
    List<String> problems = new ArrayList<>(portProblems(ports));
    if (state.toString().contains(",")) {
      problems.add(
          "Kafka takes the comma in %s for the end of a path: choose another folder with --data DIR."
              .formatted(state));
    }
    if (availableMegabytes < NEEDED_MEGABYTES) {
      problems.add(
          "Only %d MB of memory are free, the demo needs %d MB: close something large."
              .formatted(availableMegabytes, NEEDED_MEGABYTES));
    }
    PostgresServer.obstacle().ifPresent(problems::add);
    return problems;
  }

  private List<String> portProblems(Ports ports) {
    List<String> problems = new ArrayList<>();
    Map<Integer, Port> earlier = new HashMap<>();
    for (Port port : Port.values()) {
      int number = ports.of(port);
      Port rival = earlier.putIfAbsent(number, port);
      if (rival != null) {
        problems.add(
            "Port %d is given to %s and to %s.".formatted(number, rival.user(), port.user()));
      } else if (!isFree.test(number)) {
        problems.add(
            "Port %d (%s) is taken: choose another with %s N or in %s."
                .formatted(number, port.user(), port.option(), port.variable()));
      }
    }
    if (problems.size() > 1) {
      problems.add("All ports move together with " + Options.OFFSET_OPTION + " N.");
    }
    return problems;
  }
}
