package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Checkout;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.systemtests.benchmark.Meter.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the system takes when nobody orders, and how long the demo takes.
 *
 * @param processors that each part keeps busy
 * @param memoryBytes of each part
 * @param demoSeconds of {@code ./demo --once}, built and trained: start, three orders, stop
 */
record Idle(Map<String, Double> processors, Map<String, Long> memoryBytes, double demoSeconds) {

  private static final Duration TO_COME_TO_REST = Duration.ofSeconds(20);
  private static final Duration REST = Duration.ofSeconds(60);
  private static final double MEGABYTE = 1 << 20;

  static Idle measure(Path state) {
    try (Stack stack = new Stack(state)) {
      stack.startServers().startServices();
      Pause.of(TO_COME_TO_REST);
      try (Meter meter = new Meter(stack.parts())) {
        Reading before = meter.read();
        Pause.of(REST);
        Map<String, Double> processors = processors(before, meter.read());
        Map<String, Long> memory = meter.memory();
        stack.trainAndStop();
        demo(state); // Makes a state, so that the second one only starts.
        return new Idle(processors, memory, demo(state));
      }
    }
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

  private static double demo(Path state) {
    ProcessBuilder demo =
        new ProcessBuilder("./demo", "--once", "--data", state.resolve("demo").toString())
            .directory(Checkout.root().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Ports ports = Ports.free();
    for (Port port : Port.values()) {
      demo.environment().put(port.variable(), String.valueOf(ports.of(port)));
    }
    long start = System.nanoTime();
    if (exitCode(demo) != 0) throw new IllegalStateException("./demo --once has failed");
    return (System.nanoTime() - start) / 1e9;
  }

  private static int exitCode(ProcessBuilder program) {
    try {
      return program.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  String table() {
    StringBuilder table =
        new StringBuilder("%-20s %10s %10s\n".formatted("at rest", "CPU %", "MB"));
    processors.forEach((part, busy) ->
        table.append(
            "%-20s %10.1f %10.0f\n"
                .formatted(part, busy * 100, memoryBytes.getOrDefault(part, 0L) / MEGABYTE)));
    return table
        .append("\n./demo --once, built and trained: %.1f s\n".formatted(demoSeconds))
        .toString();
  }
}
