package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.wire.Topic;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;

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

  @ParameterizedTest
  @EnumSource
  void giveATopicThePartitionsOfTheAsyncApiDocument(Topic topic) {
    YamlPropertiesFactoryBean document = new YamlPropertiesFactoryBean();
    document.setResources(new ClassPathResource("asyncapi.yaml"));

    assertThat(document.getObject())
        .containsEntry(
            "channels." + topic.id() + ".bindings.kafka.partitions",
            settings(Map.of()).partitions());
  }

  private static Stream<String> wrong(Map<String, String> properties) {
    MessagingSettings settings = settings(properties);
    try (ValidatorFactory validation = Validation.buildDefaultValidatorFactory()) {
      return validation.getValidator().validate(settings).stream()
          .map(it -> it.getPropertyPath().toString());
    }
  }

  private static MessagingSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bindOrCreate("orderflow.messaging", MessagingSettings.class);
  }
}
