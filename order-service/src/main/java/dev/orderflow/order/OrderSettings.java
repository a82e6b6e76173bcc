package dev.orderflow.order;

import dev.orderflow.order.domain.Terms;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.order}.
 *
 * @param placers groups of new orders that are committed at a time: while one waits for the disk or
 *     for a key, the other goes on
 * @param deadline a pending order is cancelled after this; without it an answer that never comes
 *     would hold stock and money for ever
 * @param cancellationWindow how long after its confirmation a customer may cancel an order
 * @param redriveAfter how long an order waits for answers before it publishes its last event again;
 *     shorter than answers usually take under load, it would only add to the load
 * @param redriveAtMost the waits double up to this one; longer, and what was lost in a long outage
 *     is found late
 * @param sweepInterval how often overdue and unanswered orders are looked for while there are any;
 *     else more and more rarely, down to every five seconds
 * @param sweepBatch the most overdue or unanswered orders in one transaction, and the most
 *     re-drives per interval: after an outage everything is due at once, and the others have to
 *     answer it all
 * @param feedInterval how late a client that waits here hears what another instance decided
 * @param historyRetention how long the history of an order is kept after its outcome; null for ever
 * @param idempotencyKeyRetention how long an idempotency key stands for its order; used again
 *     later, it makes a new one; null for ever
 */
@Validated
@ConfigurationProperties("orderflow.order")
public record OrderSettings(
    @DefaultValue("2") @Min(1) @Max(16) int placers,
    @DefaultValue("15m") @DurationMin(seconds = 1) Duration deadline,
    @DefaultValue("30m") @DurationMin(nanos = 0) Duration cancellationWindow,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration redriveAfter,
    @DefaultValue("1m") @DurationMin(millis = 100) Duration redriveAtMost,
    @DefaultValue("1s") @DurationMin(millis = 10) Duration sweepInterval,
    @DefaultValue("200") @Min(1) @Max(10_000) int sweepBatch,
    @DefaultValue("250ms") @DurationMin(millis = 10) Duration feedInterval,
    @DurationMin(days = 1) @Nullable Duration historyRetention,
    @DurationMin(days = 1) @Nullable Duration idempotencyKeyRetention) {

  Terms terms() {
    return new Terms(deadline, cancellationWindow, redriveAfter, redriveAtMost);
  }
}
