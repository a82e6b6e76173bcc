package dev.orderflow.systemtests.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitSearchTest {

  @ParameterizedTest
  @ValueSource(doubles = {7, 90, 500, 780, 2_500})
  void comesCloseToTheLimitFromAboveAndBelow(double limit) {
    List<Double> tried = new ArrayList<>();

    double found =
        LimitSearch.highest(
            500,
            rate -> {
              tried.add(rate);
              return rate <= limit;
            });

    assertThat(found).isBetween(limit / 1.08, limit);
    assertThat(tried).hasSizeLessThan(25);
  }

  @Test
  void givesUpWhereNothingIsSustained() {
    assertThat(LimitSearch.highest(500, _ -> false)).isZero();
  }
}
