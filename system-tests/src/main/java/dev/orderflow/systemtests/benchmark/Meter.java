package dev.orderflow.systemtests.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads, every second, what each part of the running system takes of the machine. */
final class Meter implements AutoCloseable {

  private static final long INTERVAL_MILLIS = 1_000;

  /** Counting the memory of all processes takes some milliseconds of processor time. */
  private static final int READINGS_PER_MEMORY_READING = 10;

  /**
   * @param millis since 1970
   * @param cpu milliseconds of processor time that each part has taken since it was started
   */
  record Reading(double millis, Map<String, Double> cpu, Proc.Machine machine) {}

  private final Map<String, Supplier<List<Long>>> parts;

  /** Of each part, what every process of it that was ever there has taken. */
  private final Map<String, Map<Long, Double>> taken = new HashMap<>();

  private final List<Reading> readings = new ArrayList<>();
  private final Map<String, Long> peak = new LinkedHashMap<>();
  private final Thread thread;

  /**
   * @param parts the processes of each part, by its name; those that end are still counted
   */
  Meter(Map<String, Supplier<List<Long>>> parts) {
    this.parts = parts;
    thread = Thread.ofPlatform().daemon().name("meter").start(this::run);
  }

  synchronized Reading read() {
    Map<String, Double> cpu = new LinkedHashMap<>();
    parts.forEach((part, pids) -> cpu.put(part, cpuMillis(part, pids.get())));
    Reading reading = new Reading(System.currentTimeMillis(), cpu, Proc.machine());
    readings.add(reading);
    return reading;
  }

  /** Bytes of each part now. */
  Map<String, Long> memory() {
    Map<String, Long> memory = new LinkedHashMap<>();
    parts.forEach(
        (part, pids) -> memory.put(part, pids.get().stream().mapToLong(Proc::memoryBytes).sum()));
    return memory;
  }

  synchronized List<Reading> readings() {
    return List.copyOf(readings);
  }

  /** The most bytes that each part was seen with. */
  synchronized Map<String, Long> peak() {
    return Map.copyOf(peak);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private double cpuMillis(String part, List<Long> pids) {
    Map<Long, Double> all = taken.computeIfAbsent(part, _ -> new HashMap<>());
    for (long pid : pids) all.merge(pid, Proc.cpuMillis(pid), Math::max);
    return all.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  private void run() {
    try {
      for (int n = 0; true; n++) {
        read();
        if (n % READINGS_PER_MEMORY_READING == 0) notePeak();
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized void notePeak() {
    memory().forEach((part, bytes) -> peak.merge(part, bytes, Math::max));
  }
}
