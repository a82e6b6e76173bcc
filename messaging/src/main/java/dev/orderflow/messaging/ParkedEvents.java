package dev.orderflow.messaging;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.messaging.ParkedEvent.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators do with parked events. Everything is recorded with who did it and when. */
public final class ParkedEvents {

  private static final Logger log = LoggerFactory.getLogger(ParkedEvents.class);

  private final ParkedEventTable table;
  private final TransactionTemplate transaction;
  private final EventHandler handler;
  private final Tracing tracing;

  ParkedEvents(
      ParkedEventTable table,
      TransactionTemplate transaction,
      EventHandler handler,
      Tracing tracing) {
    this.table = table;
    this.transaction = transaction;
    this.handler = handler;
    this.tracing = tracing;
  }

  /**
   * The parked events with an id beyond the given one, oldest first, without key, headers and
   * value: {@link #find} has those.
   *
   * @param status null for all
   */
  public List<ParkedEvent> list(
      @Nullable Status status, ParkedEventFilter filter, long beyond, int limit) {
    return table.list(status, filter, beyond, limit);
  }

  /**
   * How many there are of each cause, the most frequent first: the first 100 causes among the
   * oldest 100,000 events.
   */
  public List<ParkedCause> causes(Status status) {
    return table.causes(status);
  }

  public Optional<ParkedEvent> find(long id) {
    return table.find(id);
  }

  /** How many wait for an operator, up to 100,000. */
  public long countParked() {
    return table.countParked();
  }

  /**
   * Applies a parked event now, as if it came from its topic: with the same id, in one transaction
   * with the note that it was replayed. It stays parked, with the new reason, when it still can't
   * be applied. Replaying a resolved one changes nothing.
   *
   * @return the event as it is afterwards; empty if there is none with this id
   */
  public Optional<ParkedEvent> replay(long id, String operator) {
    try {
      transaction.executeWithoutResult(
          _ -> table.lockParked(id).ifPresent(event -> replay(event, operator)));
    } catch (InVain e) {
      table.triedInVain(id, operator, e.reason, e.detail);
    } catch (RuntimeException | Error e) {
      if (Failures.isTransient(e)) throw e;
      log.warn("Parked event {} failed again", id, e);
      table.triedInVain(id, operator, ParkReason.FAILURE, Failures.summary(e));
    }
    return find(id);
  }

  /**
   * What became of one of many.
   *
   * @param reason why it is parked, or was
   */
  public record Outcome(long id, Status status, ParkReason reason, String detail) {}

  /**
   * Replays those that are parked and have an id beyond the given one, oldest first, each in its
   * own transaction. When something is down, what was replayed before stays replayed.
   *
   * @return in the order of their ids; fewer than the limit when there are no more
   */
  public List<Outcome> replay(ParkedEventFilter filter, long beyond, int limit, String operator) {
    return each(filter, beyond, limit, id -> replay(id, operator));
  }

  /**
   * Gives a parked event up; it is kept for the record. Discarding a resolved one changes nothing.
   *
   * @return the event as it is afterwards; empty if there is none with this id
   */
  public Optional<ParkedEvent> discard(long id, String operator, String note) {
    transaction.executeWithoutResult(_ ->
        table
            .lockParked(id)
            .ifPresent(event -> table.resolve(event, Status.DISCARDED, operator, note)));
    return find(id);
  }

  /** Discards as {@link #replay(ParkedEventFilter, long, int, String)} replays. */
  public List<Outcome> discard(
      ParkedEventFilter filter, long beyond, int limit, String operator, String note) {
    return each(filter, beyond, limit, id -> discard(id, operator, note));
  }

  private List<Outcome> each(
      ParkedEventFilter filter,
      long beyond,
      int limit,
      LongFunction<Optional<ParkedEvent>> action) {
    List<Outcome> outcomes = new ArrayList<>();
    for (long id : table.openIds(filter, beyond, limit)) {
      action.apply(id).map(ParkedEvents::outcome).ifPresent(outcomes::add);
    }
    return outcomes;
  }

  private static Outcome outcome(ParkedEvent event) {
    return new Outcome(event.id(), event.status(), event.reason(), event.detail());
  }

  private void replay(ParkedEvent parked, String operator) {
    RawRecord raw = parked.raw();
    switch (EventCodec.decode(raw.topic(), raw.key(), raw.attributes(), raw.value())) {
      case Decoded.Known known ->
          apply(new ReceivedEvent(known.envelope(), known.traceparent(), raw));
      case Decoded.UnknownType unknown -> throw new InVain(parked.reason(), unknown.type());
      case Decoded.Unreadable unreadable ->
          throw new InVain(ParkingLot.reasonOf(unreadable.reason()), unreadable.detail());
    }
    table.resolve(parked, Status.REPLAYED, operator, null);
  }

  private void apply(ReceivedEvent event) {
    handler.handle(
        new EventBatch(
            List.of(event),
            tracing,
            (_, refusal) -> {
              throw new InVain(ParkingLot.reasonOf(refusal.reason()), refusal.detail());
            }));
  }

  /** Rolls a replay back: the event stays parked. */
  private static final class InVain extends RuntimeException {

    private final ParkReason reason;
    private final String detail;

    InVain(ParkReason reason, String detail) {
      super(detail, null, false, false);
      this.reason = reason;
      this.detail = detail;
    }
  }
}
