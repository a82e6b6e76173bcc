package dev.orderflow.systemtests.campaign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShiftedClockTest {

  /** Prints what time it is to the JVM that runs it. */
  static final class Now {
    public static void main(String... arguments) {
      System.out.println(Instant.now() + "\n" + Instant.ofEpochMilli(Clock.systemUTC().millis()));
    }
  }

  @Test
  void isWrongToAnotherJvmByAsMuchAsWasAsked(@TempDir Path folder) throws Exception {
    String flag = ShiftedClock.by(Duration.ofHours(-2), folder);

    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                flag,
                "-cp",
                System.getProperty("java.class.path"),
                Now.class.getName())
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();

    assertThat(lines).hasSize(2);
    for (String line : lines) {
      assertThat(Duration.between(Instant.parse(line), Instant.now()))
          .isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
    }
  }
}
