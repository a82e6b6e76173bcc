package dev.orderflow.systemtests.benchmark;

import java.util.Locale;

/** What everything ran on, in a sentence's words. */
record Machine(int processors, String processor, double gigabytes, String system, String java) {

  static Machine here() {
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        Proc.processorName(),
        Proc.memoryTotalBytes() / 1e9,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "Java " + Runtime.version());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d processors (%s), %.0f GB, %s, %s",
        processors,
        processor,
        gigabytes,
        system,
        java);
  }
}
