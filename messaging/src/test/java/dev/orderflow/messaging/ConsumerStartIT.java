package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
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

/** What fails as the consumer is made for the first time, such as a lack of threads, passes. */
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "spring.application.name=notification-service",
      "spring.kafka.consumer.properties[interceptor.classes]=dev.orderflow.messaging.ConsumerStartIT$Throwing"
    })
@DirtiesContext
class ConsumerStartIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Topics topics = new Topics();
  private static final AtomicInteger starts = new AtomicInteger();

  @Autowired TestService.Answering service;
  @Autowired MessagingHealth health;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(TestServers.freshDatabase("start"))
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @AfterAll
  static void hangUp() {
    topics.close();
  }

  @Test
  void consumesAfterAFailedFirstStart() {
    UUID order = topics.sendOrder();

    await().atMost(PATIENCE).until(() -> service.handled.contains(order));

    assertThat(starts).hasValueGreaterThan(1);
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
  }

  /** Stands for whatever fails inside of the client. */
  public static final class Throwing implements ConsumerInterceptor<byte[], byte[]> {

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}

    @Override
    public void configure(Map<String, ?> configs) {
      if (starts.getAndIncrement() == 0) throw new OutOfMemoryError("planted");
    }
  }
}
