package dev.orderflow.localstack.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstallationTest {

  @Test
  void trainsAnewForAnotherJvm() {
    String trained = Installation.cacheName(Jvm.FULL_SPEED, "25.0.1+8-LTS");

    assertThat(Installation.cacheName(List.copyOf(Jvm.FULL_SPEED), "25.0.1+8-LTS"))
        .isEqualTo(trained);
    assertThat(Installation.cacheName(Jvm.FULL_SPEED, "25.0.2+10-LTS")).isNotEqualTo(trained);
    assertThat(Installation.cacheName(Jvm.QUICK_START, "25.0.1+8-LTS")).isNotEqualTo(trained);
  }
}
