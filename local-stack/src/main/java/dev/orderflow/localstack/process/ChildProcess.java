package dev.orderflow.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A process that this JVM has started, in a session of its own, so that Ctrl-C reaches only the
 * parent, which stops its children in order. It ends with its parent whatever happens to that
 * ({@link Watchdog}), and one that even so was left by an earlier run is stopped before the next is
 * started with the same log file ({@link Leftovers}).
 */
public final class ChildProcess {

  /**
   * How a process is asked to end. PostgreSQL waits for its clients on TERM, and ends at once on
   * INT.
   */
  public enum StopSignal {
    TERM,
    INT
  }

  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(25);

  /** A larger log is put aside at the next start, in the place of the one put aside before. */
  private static final long LARGE_LOG_BYTES = 50_000_000;

  private final String name;
  private final Process process;
  private final Path log;
  private final long logStart;
  private final StopSignal stopSignal;

  private ChildProcess(
      String name, Process process, Path log, long logStart, StopSignal stopSignal) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logStart = logStart;
    this.stopSignal = stopSignal;
  }

  /** Starts the command; what it prints is appended to the log file. */
  public static ChildProcess start(
      String name,
      List<String> command,
      Map<String, String> environment,
      Path log,
      StopSignal stopSignal) {
    try {
      Files.createDirectories(log.toAbsolutePath().getParent());
      Leftovers.stop(Leftovers.noteBeside(log));
      putAsideWhenLarge(log);
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      List<String> detached = new ArrayList<>(Detached.prefix());
      detached.addAll(command);
      ProcessBuilder builder =
          new ProcessBuilder(detached)
              .redirectErrorStream(true)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      watch(process, log, stopSignal);
      return new ChildProcess(name, process, log, logStart, stopSignal);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }

  // One that nobody could find later must not run on, such as after a note on a full disk.
  private static void watch(Process process, Path log, StopSignal stopSignal) throws IOException {
    try {
      Watchdog.watch(process.pid(), stopSignal);
      var _ = process.onExit().thenRun(() -> Watchdog.forget(process.pid()));
      Leftovers.write(Leftovers.noteBeside(log), process.toHandle());
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static void putAsideWhenLarge(Path log) throws IOException {
    if (Files.isRegularFile(log) && Files.size(log) > LARGE_LOG_BYTES) {
      Path aside = log.resolveSibling(log.getFileName() + ".1");
      Files.move(log, aside, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Path log() {
    return log;
  }

  /** What the process has printed since it was started. */
  public String output() {
    try (var file = Files.newInputStream(log)) {
      file.skipNBytes(logStart);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the process to end, and kills it when it hasn't within the grace time. */
  public void stop(Duration grace) {
    signal("CONT");
    signal(stopSignal.name());
    if (!hasEndedWithin(grace)) {
      kill();
    }
    forget();
  }

  /** Ends the process as a crash would: it gets no chance to clean up. */
  public void kill() {
    process.destroyForcibly();
    hasEndedWithin(KILL_LIMIT);
    forget();
  }

  /**
   * Freezes the process as a long pause of the machine would: its connections stay open, it answers
   * nothing.
   */
  public void pause() {
    signal("STOP");
  }

  public void resume() {
    signal("CONT");
  }

  /** Waits until the process has ended well; kills it when it has not within the limit. */
  public void awaitSuccess(Duration limit) {
    boolean ended = hasEndedWithin(limit);
    if (ended) {
      forget();
    } else {
      kill();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException(name + " failed\n" + lastWords());
    }
  }

  /**
   * Waits until the check holds; fails at once when the process ends before, with the end of its
   * log.
   */
  public void awaitReady(Duration limit, BooleanSupplier ready) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!ready.getAsBoolean()) {
      if (!isAlive()) {
        throw new IllegalStateException(name + " ended while starting\n" + lastWords());
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name + " was not ready within " + limit.toSeconds() + " s\n" + lastWords());
      }
      pauseBetweenChecks();
    }
  }

  // The number of one that has ended may be another's by now.
  private void signal(String signal) {
    if (isAlive()) {
      Command.signal(signal, pid());
    }
  }

  /** Its number may be given to another process from now on. */
  private void forget() {
    Watchdog.forget(pid());
    try {
      Leftovers.remove(Leftovers.noteBeside(log));
    } catch (UncheckedIOException e) {
      // Whoever reads the note finds that its process has ended.
    }
  }

  private String lastWords() {
    return LastWords.of(output()) + "\n(more in " + log + ")";
  }

  private boolean hasEndedWithin(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void pauseBetweenChecks() {
    try {
      Thread.sleep(CHECK_INTERVAL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
