package dev.orderflow.localstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InTurnTest {

  @Test
  void runsWhatFollowsAFailureAndThrowsItAtTheEnd() {
    List<String> run = new ArrayList<>();
    Runnable failing =
        () -> {
          throw new IllegalStateException("the watchdog is gone");
        };

    assertThatThrownBy(
            () -> InTurn.run(Stream.of(() -> run.add("first"), failing, () -> run.add("last"))))
        .hasMessage("the watchdog is gone");

    assertThat(run).containsExactly("first", "last");
  }
}
