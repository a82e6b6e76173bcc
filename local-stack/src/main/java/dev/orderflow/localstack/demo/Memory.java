package dev.orderflow.localstack.demo;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** How much memory there is for new programs. */
final class Memory {

  private static final Path LINUX = Path.of("/proc/meminfo");
  private static final long KILOBYTES_IN_MEGABYTE = 1024;
  private static final long BYTES_IN_MEGABYTE = 1024 * 1024;

  private Memory() {}

  /**
   * The limit of a container counts too. Where the system doesn't say what is free, all that is
   * built in is taken.
   */
  static long availableMegabytes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize() / BYTES_IN_MEGABYTE;
    return Files.exists(LINUX) ? Math.min(total, availableOnLinux()) : total;
  }

  private static long availableOnLinux() {
    try (Stream<String> lines = Files.lines(LINUX)) {
      return lines
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kilobytes -> Long.parseLong(kilobytes) / KILOBYTES_IN_MEGABYTE)
          .findFirst()
          .orElse(Long.MAX_VALUE);
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
