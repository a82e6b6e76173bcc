package dev.orderflow.systemtests.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the system takes when nobody orders, and how long the demo takes.
 *
 * @param processors that each part keeps busy
 * @param memoryBytes of each part
 * @param demo built and rehearsed
 */
record Idle(Map<String, Double> processors, Map<String, Long> memoryBytes, Demo demo) {

  /**
   * How long {@code ./demo --once} takes.
   *
   * @param ready until orders can be placed, in seconds
   * @param whole with three orders, the look whether all is as it must be, and the stop
   */
  record Demo(double ready, double whole) {}

  /** The last step of the demo's start. */
  private static final String SHOP_IS_STOCKED = "✓ shop";

  /** The compilers of the JVMs still work on what the start has left them. */
  private static final Duration TO_COME_TO_REST = Duration.ofMinutes(10);

  private static final Duration REST = Duration.ofMinutes(2);
  private static final double MEGABYTE = 1 << 20;

  static Idle measure(Path state) {
    // Builds what it finds missing, and makes a state: the second one only starts.
    Path ofTheDemo = state.resolveSibling("demo");
    demo(ofTheDemo);
    Map<String, Double> processors;
    Map<String, Long> memory;
    try (Stack stack = new Stack(state)) {
      stack.startServers().startServices();
      Pause.of(TO_COME_TO_REST);
      try (Meter meter = new Meter(stack.parts())) {
        Reading before = meter.read();
        Pause.of(REST);
        processors = processors(before, meter.read());
        memory = meter.memory();
      }
    }
    return new Idle(processors, memory, demo(ofTheDemo));
  }

  private static Map<String, Double> processors(Reading before, Reading after) {
    Map<String, Double> processors = new LinkedHashMap<>();
    after
        .cpu()
        .forEach((part, millis) ->
            processors.put(
                part,
                (millis - before.cpu().getOrDefault(part, 0.0))
                    / (after.millis() - before.millis())));
    return processors;
  }

  private static Demo demo(Path state) {
    ProcessBuilder demo =
        new ProcessBuilder("./demo", "--once", "--data", state.toString())
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true);
    Ports ports = Ports.free();
    for (Port port : Port.values()) {
      demo.environment().put(port.variable(), String.valueOf(ports.of(port)));
    }
    long start = System.nanoTime();
    double ready = Double.NaN;
    List<String> said = new ArrayList<>();
    try {
      Process process = demo.start();
      try (BufferedReader output = process.inputReader(UTF_8)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          if (line.contains(SHOP_IS_STOCKED)) ready = secondsSince(start);
          said.add(line);
        }
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException("./demo --once has failed:\n" + String.join("\n", said));
      }
      return new Demo(ready, secondsSince(start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private String row(String name, Set<String> parts) {
    double busy = parts.stream().mapToDouble(it -> processors.getOrDefault(it, 0.0)).sum();
    double bytes = parts.stream().mapToLong(it -> memoryBytes.getOrDefault(it, 0L)).sum();
    return "%-20s %10.2f %10.0f\n".formatted(name, busy * 100, bytes / MEGABYTE);
  }

  String table() {
    StringBuilder table =
        new StringBuilder("%-20s %10s %10s\n".formatted("at rest", "CPU %", "MB"));
    processors.keySet().forEach(part -> table.append(row(part, Set.of(part))));
    Set<String> services =
        Stream.of(Service.values()).map(Service::folder).collect(Collectors.toSet());
    return table
        .append(row("the four services", services))
        .append(
            "\n./demo --once, built and trained: ready after %.1f s; with three orders and the stop %.1f s\n"
                .formatted(demo.ready, demo.whole))
        .toString();
  }
}
