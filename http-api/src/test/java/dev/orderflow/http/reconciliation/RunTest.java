package dev.orderflow.http.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class RunTest {

  @Test
  void keepsTheFirstFindingsAndCountsAll() {
    Run run = new Run(() -> true);

    for (int n = 0; n < Run.MOST_KEPT + 5; n++) run.found("test", n, "wrong");

    assertThat(run.found()).isEqualTo(Run.MOST_KEPT + 5);
    assertThat(run.findings()).hasSize(Run.MOST_KEPT);
    assertThat(run.findings().getFirst()).isEqualTo(new Finding("test", "0", "wrong"));
  }

  @Test
  void countsWhatWasChecked() {
    Run run = new Run(() -> true);

    run.checked(500);
    run.checked(3);

    assertThat(run.checked()).isEqualTo(503);
  }

  @Test
  void endsAfterTheStepInWhichItWasTakenAway() {
    Run run = new Run(() -> false);

    assertThatExceptionOfType(Run.Ended.class).isThrownBy(() -> run.checked(1));
  }
}
