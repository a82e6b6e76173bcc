package dev.orderflow.localstack.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts Java programs with the Java that runs this one. */
public final class Jvm {

  /** Which programs get huge pages, of a Linux that has them. */
  private static final Path HUGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  /** A collector without threads of its own, for all programs but the services. */
  public static final String SERIAL_COLLECTOR = "-XX:+UseSerialGC";

  /**
   * For programs that share two cores with eight others and matter for minutes: the quick compiler
   * only.
   */
  public static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");

  /**
   * For programs that are to be fast for long, and soon. The optimizing compiler inlines less than
   * it would: it is done earlier by a quarter, and its code is as fast. What it took meanwhile,
   * hundreds of megabytes under load, is given back. Heap and code lie in huge pages where the
   * system has them: a fifth of the time of many programs on few processors goes into looking up
   * small ones.
   */
  public static final List<String> FULL_SPEED =
      withHugePages(
          List.of(
              "-XX:MaxInlineLevel=6",
              "-XX:FreqInlineSize=80",
              "-XX:InlineSmallCode=1000",
              "-XX:TrimNativeHeapInterval=60000"));

  private Jvm() {}

  /**
   * A heap with little room for new objects, all of which is soon touched also by a service at
   * rest, that gets more while collecting takes too much: with little, what waits under load would
   * grow old, and stop the service for a fifth of the time. Hence the parallel collector, with one
   * thread as processors are few; no other learns what it needs.
   *
   * @param most in megabytes, for old and new objects together
   */
  public static List<String> growingHeap(int most) {
    return List.of(
        "-XX:+UseParallelGC",
        "-XX:ParallelGCThreads=1",
        "-Xms" + most * 5 / 24 + "m",
        "-Xmx" + most + "m",
        "-XX:NewSize=" + most / 32 + "m",
        "-XX:MaxNewSize=" + most / 4 + "m",
        // A later Java may know some of these no more, and would not start.
        "-XX:+IgnoreUnrecognizedVMOptions",
        // Too much is a 25th of the time. A start takes more for some seconds: it must not gain all
        // the room at once.
        "-XX:GCTimeRatio=24",
        "-XX:YoungGenerationSizeIncrement=1",
        "-XX:YoungGenerationSizeSupplement=0");
  }

  // Where there are none, Java says so on the terminal of whoever started it.
  private static List<String> withHugePages(List<String> flags) {
    if (!hasHugePages()) return flags;
    List<String> more = new ArrayList<>(flags);
    more.add("-XX:+UseTransparentHugePages");
    return List.copyOf(more);
  }

  private static boolean hasHugePages() {
    try {
      return !Files.readString(HUGE_PAGES).contains("[never]");
    } catch (IOException e) {
      return false;
    }
  }

  /** The beginning of a command: the program, these flags, and what keeps every program quiet. */
  public static List<String> command(List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-XX:+UseCompactObjectHeaders",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Duser.language=en",
            "-Duser.country=US",
            "-Duser.timezone=UTC"));
    return command;
  }
}
