package dev.orderflow.messaging;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventCodec;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes each polled batch through the service's {@link EventHandler} in one transaction; offsets
 * are committed afterwards. What nobody can read is parked on the way. When the batch fails on
 * data, its records are taken one by one, so that only the bad one is parked; likewise when it took
 * longer than the server allows, which it would each time. When something is down, the failure goes
 * to {@link WaitAndRetry}.
 */
final class EventConsumer implements BatchMessageListener<byte[], byte[]> {

  private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

  /** A second try tells bad data from a race, such as another instance's insert of the same row. */
  private static final int ATTEMPTS_ALONE = 2;

  private static final String ORDER_ID = "orderId";

  private final EventHandler handler;
  private final ParkingLot parkingLot;
  private final TransactionTemplate transaction;
  private final Tracing tracing;
  private final MeterRegistry metrics;
  private final ConsumerPulses pulses;
  private final WaitAndRetry retry;

  EventConsumer(
      EventHandler handler,
      ParkingLot parkingLot,
      TransactionTemplate transaction,
      Tracing tracing,
      MeterRegistry metrics,
      ConsumerPulses pulses,
      WaitAndRetry retry) {
    this.handler = handler;
    this.parkingLot = parkingLot;
    this.transaction = transaction;
    this.tracing = tracing;
    this.metrics = metrics;
    this.pulses = pulses;
    this.retry = retry;
  }

  @Override
  public void onMessage(List<ConsumerRecord<byte[], byte[]>> polled) {
    List<RawRecord> records = polled.stream().map(RawRecord::of).toList();
    try {
      apply(records);
    } catch (RuntimeException | Error e) {
      if (Failures.isTransient(e) && !Failures.tookTooLong(e)) throw new SomethingIsDown(e);
      log.info(
          "A batch of {} failed, taking its records one by one: {}",
          records.size(),
          Failures.summary(e));
      records.forEach(this::applyAlone);
    }
    retry.handled();
  }

  private void applyAlone(RawRecord record) {
    for (int attempt = 1; ; attempt++) {
      try {
        apply(List.of(record));
        return;
      } catch (RuntimeException | Error e) {
        if (Failures.isTransient(e)) throw new SomethingIsDown(e);
        if (attempt == ATTEMPTS_ALONE) {
          parkFailed(record, e);
          return;
        }
      }
    }
  }

  private void parkFailed(RawRecord record, Throwable failure) {
    inLogContextOf(
        record,
        () -> {
          log.warn("A record cannot be applied", failure);
          transaction.executeWithoutResult(
              _ -> parkingLot.park(record, null, ParkReason.FAILURE, Failures.summary(failure)));
        });
    count(record.topic(), typeOf(record), "parked");
    pulses.current().turns();
  }

  // An event that can be handled has a span, and its order id in the log context, anyway.
  private static void inLogContextOf(RawRecord record, Runnable action) {
    UUID orderId = ParkingLot.orderIdOf(record.key());
    if (orderId != null) MDC.put(ORDER_ID, orderId.toString());
    try {
      action.run();
    } finally {
      MDC.remove(ORDER_ID);
    }
  }

  // Reading it may be what failed: thrown here, after it was parked, it would come again for ever.
  private static String typeOf(RawRecord record) {
    try {
      return decode(record) instanceof Decoded.Known known
          ? known.envelope().type().name()
          : "unreadable";
    } catch (RuntimeException | StackOverflowError e) {
      return "unreadable";
    }
  }

  private static Decoded decode(RawRecord record) {
    return EventCodec.decode(record.topic(), record.key(), record.attributes(), record.value());
  }

  private void apply(List<RawRecord> records) {
    Tally tally = new Tally();
    inTransaction(() -> applyInTransaction(records, tally));
    tally.counts.forEach(this::count);
    pulses.current().turns();
  }

  // Where the server has closed the connection, as after a transaction that took too long, the
  // rollback fails too, and its failure would hide the first.
  private void inTransaction(Runnable work) {
    AtomicReference<@Nullable RuntimeException> first = new AtomicReference<>();
    try {
      transaction.executeWithoutResult(_ -> {
        try {
          work.run();
        } catch (RuntimeException e) {
          first.set(e);
          throw e;
        }
      });
    } catch (RuntimeException e) {
      throw Objects.requireNonNullElse(first.get(), e);
    }
  }

  private void applyInTransaction(List<RawRecord> records, Tally tally) {
    List<ReceivedEvent> events = new ArrayList<>(records.size());
    for (RawRecord record : records) {
      switch (decode(record)) {
        case Decoded.Known known ->
            events.add(new ReceivedEvent(known.envelope(), known.traceparent(), record));
        case Decoded.UnknownType _ -> tally.add(record.topic(), "unknown", "ignored");
        case Decoded.Unreadable unreadable -> {
          ParkReason reason = ParkingLot.reasonOf(unreadable.reason());
          inLogContextOf(record, () -> parkingLot.park(record, null, reason, unreadable.detail()));
          tally.add(record.topic(), "unreadable", "parked");
        }
      }
    }
    if (!events.isEmpty()) handle(events, tally);
  }

  private void handle(List<ReceivedEvent> events, Tally tally) {
    List<ReceivedEvent> parked = new ArrayList<>();
    handler.handle(
        new EventBatch(
            events,
            tracing,
            (event, refusal) -> {
              ParkReason reason = ParkingLot.reasonOf(refusal.reason());
              parkingLot.park(event.raw(), event.orderId(), reason, refusal.detail());
              parked.add(event);
            }));
    for (ReceivedEvent event : events) {
      String outcome =
          parked.contains(event) ? "parked" : event.wasIgnored() ? "ignored" : "applied";
      tally.add(event.raw().topic(), event.envelope().type().name(), outcome);
    }
  }

  private void count(String topic, String type, String outcome) {
    count(new Counted(topic, type, outcome), 1);
  }

  private void count(Counted what, int times) {
    metrics
        .counter(
            "orderflow.events.consumed",
            "topic",
            what.topic,
            "type",
            what.type,
            "outcome",
            what.outcome)
        .increment(times);
  }

  private record Counted(String topic, String type, String outcome) {}

  /** Counts of a transaction that may yet roll back. */
  private static final class Tally {

    final Map<Counted, Integer> counts = new HashMap<>();

    void add(String topic, String type, String outcome) {
      counts.merge(new Counted(topic, type, outcome), 1, Integer::sum);
    }
  }

  /** Tells {@link WaitAndRetry} that the batch itself is not to blame. */
  static final class SomethingIsDown extends RuntimeException {

    SomethingIsDown(Throwable cause) {
      super(Failures.summary(cause), cause);
    }
  }
}
