package dev.orderflow.messaging;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.messaging}.
 *
 * @param partitions of each event topic, used when it is created; bounds how many instances of a
 *     service share the work
 * @param replication of every topic that is created; 3 in production
 * @param minInsyncReplicas of every topic that is created; 2 in production, or an acknowledged
 *     event can be lost with one broker
 * @param consumers threads of this instance that consume; one per core is plenty, since each takes
 *     whole batches
 * @param maxPollRecords the most records of one poll; a transaction takes up to two: larger is
 *     cheaper per record, and holds row locks longer
 * @param relayBatch the most outbox rows published per round
 * @param relayPoll how long the relay sleeps at most: the net under a wake-up lost with another
 *     instance
 * @param consumerGather how long a consumer pauses after a round that was not full, so that the
 *     next finds more to do at once: a round costs the database about the same for one event as for
 *     fifty. After many records it pauses for longer, see {@link PollingTheRest}; what comes after
 *     a quiet time does not wait. Needed only where several services are listened to, as what comes
 *     from one has been gathered there, or where nobody waits
 * @param relayGather the same for the relay; needed only where events come one by one, as with
 *     requests: what consumers and recorders write has been gathered by them
 * @param recorderGather the same for those who record the results of calls, which come one by one
 * @param leaseTime how long a relay that has died or was stopped keeps another instance from taking
 *     over
 * @param parkedEventRetention how long after it was replayed or discarded a parked event is kept;
 *     shorter than the topics keep records, and one that is read again from the beginning is parked
 *     anew
 */
@Validated
@ConfigurationProperties("orderflow.messaging")
public record MessagingSettings(
    @DefaultValue("12") @Min(1) @Max(10_000) int partitions,
    @DefaultValue("1") @Min(1) @Max(9) short replication,
    @DefaultValue("1") @Min(1) @Max(9) int minInsyncReplicas,
    @DefaultValue("1") @Min(1) @Max(64) int consumers,
    @DefaultValue("500") @Min(1) @Max(10_000) int maxPollRecords,
    @DefaultValue("1000") @Min(1) @Max(10_000) int relayBatch,
    @DefaultValue("1s") @DurationMin(millis = 1) @DurationMax(minutes = 1) Duration relayPoll,
    @DefaultValue("0ms") @DurationMin(millis = 0) @DurationMax(seconds = 1) Duration consumerGather,
    @DefaultValue("0ms") @DurationMin(millis = 0) @DurationMax(seconds = 1) Duration relayGather,
    @DefaultValue("15ms") @DurationMin(millis = 0) @DurationMax(seconds = 1)
        Duration recorderGather,
    @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(hours = 1) Duration leaseTime,
    @DefaultValue("90d") @DurationMin(seconds = 0) Duration parkedEventRetention) {

  @AssertTrue(
      message = "min-insync-replicas cannot be above replication: nothing could be published")
  boolean isEnoughReplicasPossible() {
    return minInsyncReplicas <= replication;
  }
}
