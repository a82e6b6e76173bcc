package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class MessagingSettingsTest {

  @Test
  void areGoodAsTheyAreGiven() {
    assertThat(wrong(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "relay-poll, 0ms, relayPoll",
    "relay-gather, -1ms, relayGather",
    "lease-time, 0s, leaseTime",
    "min-insync-replicas, 2, enoughReplicasPossible"
  })
  void areRefusedOutOfTheirBounds(String name, String value, String named) {
    assertThat(wrong(Map.of("orderflow.messaging." + name, value))).containsExactly(named);
  }

  private static Stream<String> wrong(Map<String, String> properties) {
    MessagingSettings settings =
        new Binder(new MapConfigurationPropertySource(properties))
            .bindOrCreate("orderflow.messaging", MessagingSettings.class);
    try (ValidatorFactory validation = Validation.buildDefaultValidatorFactory()) {
      return validation.getValidator().validate(settings).stream()
          .map(it -> it.getPropertyPath().toString());
    }
  }
}
