package dev.orderflow.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds and stops the processes that an earlier run has left behind, by the notes that it kept of
 * them. A process is taken for ours only if it was also started at the noted time: its number may
 * have been given to another since.
 */
public final class Leftovers {

  private static final String SUFFIX = ".process";
  private static final Duration GRACE = Duration.ofSeconds(5);

  /**
   * The kernel's idea of when it booted, which start times are counted from, moves when the clock
   * is set.
   */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private Leftovers() {}

  /** Stops what is noted in this folder and the folders in it, and returns how many there were. */
  public static int stopIn(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      List<Path> notes = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
      return (int) notes.stream().filter(Leftovers::stop).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path noteBeside(Path log) {
    return log.resolveSibling(log.getFileName() + SUFFIX);
  }

  static void write(Path note, ProcessHandle process) throws IOException {
    Files.writeString(
        note, process.pid() + "\n" + process.info().startInstant().orElse(Instant.EPOCH));
  }

  /** Says whether there was such a process. */
  static boolean stop(Path note) {
    Optional<ProcessHandle> leftover = read(note);
    leftover.ifPresent(Leftovers::end);
    remove(note);
    return leftover.isPresent();
  }

  static void remove(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<ProcessHandle> read(Path note) {
    if (!Files.exists(note)) {
      return Optional.empty();
    }
    try {
      List<String> lines = Files.readAllLines(note);
      Instant noted = Instant.parse(lines.get(1));
      return ProcessHandle.of(Long.parseLong(lines.get(0)))
          .filter(process -> wasStartedAt(noted, process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  private static boolean wasStartedAt(Instant noted, ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(start -> Duration.between(noted, start).abs().compareTo(CLOCK_TOLERANCE) < 0)
        .isPresent();
  }

  private static void end(ProcessHandle process) {
    Command.signal("CONT", process.pid());
    Command.signal("INT", process.pid());
    CompletableFuture<ProcessHandle> end = process.onExit();
    end.completeOnTimeout(process, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    if (process.isAlive()) {
      process.destroyForcibly();
      process.onExit().completeOnTimeout(process, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    }
  }
}
