package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** An Error outside of what we catch ends the thread of the framework's container for good. */
@TestPropertySource(
    properties =
        "spring.kafka.consumer.properties[interceptor.classes]=dev.orderflow.messaging.DeadConsumerIT$Throwing")
class DeadConsumerIT extends FailingClient {

  private static volatile boolean throwing;

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
  public static final class Throwing extends Interceptor {

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
      if (throwing) throw new OutOfMemoryError("planted");
      return records;
    }
  }
}
