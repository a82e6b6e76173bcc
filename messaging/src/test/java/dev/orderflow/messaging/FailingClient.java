package dev.orderflow.messaging;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service in whose Kafka client something fails; an interceptor of the test's plants it. */
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = "spring.application.name=notification-service")
@DirtiesContext
abstract class FailingClient {

  static final Duration PATIENCE = Duration.ofSeconds(30);
  static Topics topics;

  @Autowired TestService.Answering service;
  @Autowired MessagingHealth health;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(TestServers.freshDatabase("failing"))
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeAll
  static void open() {
    topics = new Topics();
  }

  @AfterAll
  static void hangUp() {
    topics.close();
  }

  /** Changes nothing. */
  abstract static class Interceptor implements ConsumerInterceptor<byte[], byte[]> {

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
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
