package dev.orderflow.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.process.ChildProcess.StopSignal;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {

  private static final List<String> SLEEP = List.of("sleep", "300");
  private static final Duration GRACE = Duration.ofSeconds(5);

  @TempDir Path folder;

  @Test
  void endsWhenItIsAskedTo() {
    ChildProcess child = start(SLEEP);

    child.stop(GRACE);

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void isKilledWhenItDoesNotListen() {
    ChildProcess child = start(List.of("sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"));

    child.stop(Duration.ofMillis(300));

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void isKilledWhenItTakesLongerThanItMay() {
    ChildProcess child = start(SLEEP);

    assertThatThrownBy(() -> child.awaitSuccess(Duration.ofMillis(300)))
        .hasMessageContaining("child failed");

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void endsEvenWhileItIsPaused() {
    ChildProcess child = start(SLEEP);
    child.pause();

    child.stop(GRACE);

    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void saysWhatItPrintedLastWhenItEndsBeforeItIsReady() {
    ChildProcess child = start(List.of("sh", "-c", "echo no such host; exit 1"));

    assertThatThrownBy(() -> child.awaitReady(GRACE, () -> false))
        .hasMessageContaining("child ended while starting")
        .hasMessageContaining("no such host");
  }

  @Test
  void endsWithItsParentWhenThatIsKilled() throws IOException {
    Process parent = parentOfASleepingChild();
    Path note = folder.resolve("parent/child.log.process");
    await().until(() -> Files.exists(note) && Files.readAllLines(note).size() == 2);
    long child = Long.parseLong(Files.readAllLines(note).getFirst());
    await().until(() -> ProcessHandle.of(child).isPresent());

    parent.destroyForcibly();

    await().until(() -> ProcessHandle.of(child).isEmpty());
  }

  @Test
  void isStoppedByTheNextRunWhenAnEarlierOneHasLeftIt() {
    ChildProcess leftBehind = start(SLEEP);

    assertThat(Leftovers.stopIn(folder)).isEqualTo(1);

    assertThat(leftBehind.isAlive()).isFalse();
  }

  @Test
  void doesNotRunOnWhenNoNoteOfItCanBeKept() {
    Path nowhereForANote = Path.of("/proc/self/fd");
    assumeThat(nowhereForANote).isDirectory();
    String seconds = "300.25";

    assertThatThrownBy(() ->
            ChildProcess.start(
                "child",
                List.of("sleep", seconds),
                Map.of(),
                nowhereForANote.resolve("1"),
                StopSignal.TERM))
        .hasMessageContaining("cannot start child");

    await()
        .until(() ->
            ProcessHandle.current()
                .descendants()
                .noneMatch(it -> it.info().commandLine().orElse("").endsWith(seconds)));
  }

  @Test
  void putsALargeLogAside() throws IOException {
    Path log = folder.resolve("child.log");
    try (var file = new RandomAccessFile(log.toFile(), "rw")) {
      file.setLength(50_000_001);
    }

    ChildProcess child = start(List.of("echo", "hello"));

    child.awaitSuccess(GRACE);
    assertThat(log).hasContent("hello\n");
    assertThat(folder.resolve("child.log.1")).hasSize(50_000_001);
  }

  @Test
  void isNotTakenForOursWhenOnlyItsNumberIs() throws IOException {
    Process stranger = new ProcessBuilder(SLEEP).start();
    Instant longAgo = Instant.now().minusSeconds(3600);
    Files.writeString(folder.resolve("child.log.process"), stranger.pid() + "\n" + longAgo);

    assertThat(Leftovers.stopIn(folder)).isZero();

    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  private ChildProcess start(List<String> command) {
    return ChildProcess.start(
        "child", command, Map.of(), folder.resolve("child.log"), StopSignal.TERM);
  }

  private Process parentOfASleepingChild() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.resolve("parent/child.log").toString());
    return new ProcessBuilder(command).inheritIO().start();
  }

  /** A program whose child sleeps, as it does itself. */
  static final class Parent {
    public static void main(String[] arguments) throws InterruptedException {
      ChildProcess.start("child", SLEEP, Map.of(), Path.of(arguments[0]), StopSignal.TERM);
      Thread.currentThread().join();
    }
  }
}
