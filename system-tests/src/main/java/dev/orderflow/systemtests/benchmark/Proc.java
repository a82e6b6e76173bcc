package dev.orderflow.systemtests.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What Linux tells about processes and about the machine. */
final class Proc {

  /** Of what the kernel counts processor time in, on every Linux. */
  private static final double MILLIS_PER_TICK = 10;

  /** Processor time of the whole machine since it was booted, in milliseconds. */
  record Machine(double busy, double stolen) {}

  private static final long SELF = ProcessHandle.current().pid();

  private Proc() {}

  /**
   * Milliseconds of processor time that a process and its children have taken, the ended ones
   * included; 0 when there is no such process. The children of this process are those of whom it
   * wants to know, and not counted.
   */
  static double cpuMillis(long pid) {
    String[] fields = fieldsOf(pid);
    if (fields.length == 0) return 0;
    double own =
        Stream.of(fields)
            .skip(11)
            .limit(pid == SELF ? 2 : 4)
            .mapToDouble(Double::parseDouble)
            .sum();
    return own * MILLIS_PER_TICK + children(pid).mapToDouble(Proc::cpuMillis).sum();
  }

  /** Bytes of memory that a process and its children take, shared ones divided by their users. */
  static long memoryBytes(long pid) {
    return kilobytes(lines("/proc/" + pid + "/smaps_rollup"), "Pss:") * 1024
        + children(pid).map(Proc::memoryBytes).sum();
  }

  static Machine machine() {
    double[] ticks =
        Stream.of(lines("/proc/stat").getFirst().split(" +"))
            .skip(1)
            .mapToDouble(Double::parseDouble)
            .toArray();
    double busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6];
    return new Machine(busy * MILLIS_PER_TICK, ticks[7] * MILLIS_PER_TICK);
  }

  static String processorName() {
    return lines("/proc/cpuinfo").stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  static long memoryTotalBytes() {
    return kilobytes(lines("/proc/meminfo"), "MemTotal:") * 1024;
  }

  private static long kilobytes(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  // The name, in parentheses, may contain anything; state comes first after it.
  private static String[] fieldsOf(long pid) {
    return lines("/proc/" + pid + "/stat").stream()
        .findFirst()
        .map(line -> line.substring(line.lastIndexOf(')') + 2).split(" "))
        .orElseGet(() -> new String[0]);
  }

  private static LongStream children(long pid) {
    if (pid == SELF) return LongStream.empty();
    return lines("/proc/%1$d/task/%1$d/children".formatted(pid)).stream()
        .flatMap(line -> Stream.of(line.split(" ")))
        .filter(word -> !word.isBlank())
        .mapToLong(Long::parseLong);
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return List.of(); // It has ended.
    }
  }
}
