package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What fails as the consumer is made for the first time, such as a lack of threads, passes. */
@TestPropertySource(
    properties =
        "spring.kafka.consumer.properties[interceptor.classes]=dev.orderflow.messaging.ConsumerStartIT$Throwing")
class ConsumerStartIT extends FailingClient {

  private static final AtomicInteger starts = new AtomicInteger();

  @Test
  void consumesAfterAFailedFirstStart() {
    UUID order = topics.sendOrder();

    await().atMost(PATIENCE).until(() -> service.handled.contains(order));

    assertThat(starts).hasValueGreaterThan(1);
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
  }

  /** Stands for whatever fails inside of the client. */
  public static final class Throwing extends Interceptor {

    @Override
    public void configure(Map<String, ?> configs) {
      if (starts.getAndIncrement() == 0) throw new OutOfMemoryError("planted");
    }
  }
}
