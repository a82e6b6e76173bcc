package dev.orderflow.messaging;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * DOWN when the consumer or the relay has died, or an {@link Error} has stopped every batch for
 * long: only a restart can help then, so it belongs to liveness. UP while they wait for Kafka or
 * the database, which a restart would not bring back.
 */
final class MessagingHealth implements HealthIndicator {

  // An Error of a moment, such as a lack of threads, passes by itself.
  private static final Duration LONG = Duration.ofSeconds(30);

  private final MessagingLifecycle lifecycle;
  private final EventConsumer consumer;
  private final OutboxRelay relay;

  MessagingHealth(MessagingLifecycle lifecycle, EventConsumer consumer, OutboxRelay relay) {
    this.lifecycle = lifecycle;
    this.consumer = consumer;
    this.relay = relay;
  }

  @Override
  public Health health() {
    String died = whatIsWrong();
    Health.Builder health = died == null ? Health.up() : Health.down().withDetail("reason", died);
    return health
        .withDetail("consuming", lifecycle.isConsuming())
        .withDetail("relaying", relay.isLeader())
        .build();
  }

  private @Nullable String whatIsWrong() {
    EventConsumer.Broken broken = consumer.broken();
    if (broken != null && broken.since().isBefore(Instant.now().minus(LONG))) {
      return "consuming fails with " + broken.by() + " since " + broken.since();
    }
    return lifecycle.whatDied();
  }
}
