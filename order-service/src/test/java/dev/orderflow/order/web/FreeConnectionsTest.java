package dev.orderflow.order.web;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FreeConnectionsTest {

  private static final int CONNECTIONS = 2000;

  @Test
  void takesWaitsAndStreamsThatLeaveAConnection() {
    assertThatCode(() -> new FreeConnections(settings(1499, 500), CONNECTIONS))
        .doesNotThrowAnyException();
  }

  @Test
  void refusesWaitsAndStreamsThatCouldTakeUpAllConnections() {
    assertThatThrownBy(() -> new FreeConnections(settings(1500, 500), CONNECTIONS))
        .hasMessageContainingAll(
            "max-waits (1500)", "max-streams (500)", "server.tomcat.max-connections (2000)");
  }

  @Test
  void boundsNothingWhereConnectionsAreNotBounded() {
    assertThatCode(() -> new FreeConnections(settings(1500, 500), -1)).doesNotThrowAnyException();
  }

  private static WebSettings settings(int maxWaits, int maxStreams) {
    return new WebSettings(maxWaits, maxStreams, Duration.ofMinutes(30), Duration.ofSeconds(15));
  }
}
