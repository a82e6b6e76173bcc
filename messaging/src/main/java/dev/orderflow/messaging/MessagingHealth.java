package dev.orderflow.messaging;

import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * DOWN when the consumer or the relay has died, a loop hangs, or an {@link Error} has stopped all
 * its rounds for long: only a restart can help then, so it belongs to liveness. UP while they wait
 * for Kafka or the database, which a restart would not bring back.
 */
final class MessagingHealth implements HealthIndicator {

  private static final Logger log = LoggerFactory.getLogger(MessagingHealth.class);

  private final MessagingLifecycle lifecycle;
  private final Pulses pulses;
  private final OutboxRelay relay;

  MessagingHealth(MessagingLifecycle lifecycle, Pulses pulses, OutboxRelay relay) {
    this.lifecycle = lifecycle;
    this.pulses = pulses;
    this.relay = relay;
  }

  @Override
  public Health health() {
    List<String> wrong = new ArrayList<>(lifecycle.whatDied());
    wrong.addAll(pulses.whatIsWrong());
    return (wrong.isEmpty() ? Health.up() : down(String.join("; ", wrong)))
        .withDetail("consuming", lifecycle.isConsuming())
        .withDetail("relaying", relay.isLeader())
        .build();
  }

  // Details are not shown to everybody who may ask.
  private static Health.Builder down(String reason) {
    log.error("Only a restart can help: {}", reason);
    return Health.down().withDetail("reason", reason);
  }
}
