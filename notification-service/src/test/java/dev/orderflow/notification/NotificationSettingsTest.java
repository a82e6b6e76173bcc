package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class NotificationSettingsTest {

  private final NotificationSettings settings =
      new Binder(new MapConfigurationPropertySource())
          .bindOrCreate("orderflow.notification", NotificationSettings.class);

  @Test
  void doublesTheWaitsUpToTheLongest() {
    assertThat(settings.waitAfter(1, 0)).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.waitAfter(4, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(settings.waitAfter(7, 0)).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.waitAfter(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void spreadsWhatFailedTogether() {
    assertThat(settings.waitAfter(4, 1)).isEqualTo(Duration.ofSeconds(4));
    assertThat(settings.waitAfter(4, 0.5)).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void endsAnExchangeBeforeItsLease() {
    assertThat(settings.longestWaitForConnection().plus(settings.longestExchange()))
        .isLessThan(settings.lease());
  }

  @Test
  void takesTheDomainOfTheSender() {
    assertThat(settings.domain()).isEqualTo("orderflow.example");
  }
}
