package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An Error outside of what we catch ends the thread of the framework's container for good. */
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "spring.application.name=notification-service",
      "spring.kafka.consumer.properties[interceptor.classes]=dev.orderflow.messaging.DeadConsumerIT$Throwing"
    })
@DirtiesContext
class DeadConsumerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Topics topics = new Topics();
  private static volatile boolean throwing;

  @Autowired TestService.Answering service;
  @Autowired MessagingHealth health;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(TestServers.freshDatabase("dead"))
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @AfterAll
  static void hangUp() {
    topics.close();
  }

  @Test
  void isReportedAtOnce() {
    UUID order = topics.sendOrder();
    await().atMost(PATIENCE).until(() -> service.handled.contains(order));
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");

    throwing = true;
    topics.sendOrder();

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(health.health().getDetails())
                .containsEntry("reason", "the consumer has ended"));
  }

  /** Stands for whatever fails inside of the client. */
  public static final class Throwing implements ConsumerInterceptor<byte[], byte[]> {

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (throwing) throw new OutOfMemoryError("planted");
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {}
  }
}
