package dev.orderflow.messaging;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * DOWN when the consumer or the relay has died: only a restart helps then, so it belongs to
 * liveness. UP while they wait for Kafka or the database, which a restart would not bring back.
 */
final class MessagingHealth implements HealthIndicator {

  private final MessagingLifecycle lifecycle;
  private final OutboxRelay relay;

  MessagingHealth(MessagingLifecycle lifecycle, OutboxRelay relay) {
    this.lifecycle = lifecycle;
    this.relay = relay;
  }

  @Override
  public Health health() {
    String died = lifecycle.whatDied();
    Health.Builder health = died == null ? Health.up() : Health.down().withDetail("reason", died);
    return health
        .withDetail("consuming", lifecycle.isConsuming())
        .withDetail("relaying", relay.isLeader())
        .build();
  }
}
