package dev.orderflow.messaging;

import dev.orderflow.events.wire.Decoded;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.messaging.ParkedEvent.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What operators do with parked events. Everything is recorded with who did it and when. */
public final class ParkedEvents {

  private static final Logger log = LoggerFactory.getLogger(ParkedEvents.class);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final EventHandler handler;
  private final Tracing tracing;

  ParkedEvents(
      JdbcTemplate jdbc, TransactionTemplate transaction, EventHandler handler, Tracing tracing) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.handler = handler;
    this.tracing = tracing;
  }

  /**
   * The parked events with an id beyond the given one, oldest first.
   *
   * @param status null for all
   * @param reason null for all
   */
  public List<ParkedEvent> list(
      @Nullable Status status, @Nullable ParkReason reason, long beyond, int limit) {
    return jdbc.query(
        """
        select * from parked_event
        where id > ? and (?::text is null or status = ?) and (?::text is null or reason = ?)
        order by id limit ?
        """,
        ParkedEvents::parkedEvent,
        beyond,
        name(status),
        name(status),
        name(reason),
        name(reason),
        limit);
  }

  public Optional<ParkedEvent> find(long id) {
    return jdbc
        .query("select * from parked_event where id = ?", ParkedEvents::parkedEvent, id)
        .stream()
        .findFirst();
  }

  /** How many wait for an operator. */
  public long countParked() {
    Long count =
        jdbc.queryForObject(
            "select count(*) from parked_event where status = 'PARKED'", Long.class);
    return count == null ? 0 : count;
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
          _ -> lockParked(id).ifPresent(event -> replay(event, operator)));
    } catch (Unprocessable e) {
      stillParked(id, e.reason(), e.detail());
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) throw e;
      log.warn("Parked event {} failed again", id, e);
      stillParked(id, ParkReason.FAILURE, Failures.summary(e));
    }
    return find(id);
  }

  /**
   * Gives a parked event up; it is kept for the record. Discarding a resolved one changes nothing.
   *
   * @return the event as it is afterwards; empty if there is none with this id
   */
  public Optional<ParkedEvent> discard(long id, String operator, String note) {
    transaction.executeWithoutResult(
        _ -> lockParked(id).ifPresent(_ -> resolve(id, Status.DISCARDED, operator, note)));
    return find(id);
  }

  private void replay(ParkedEvent parked, String operator) {
    RawRecord raw = parked.raw();
    switch (EventCodec.decode(raw.topic(), raw.key(), raw.attributes(), raw.value())) {
      case Decoded.Known known ->
          apply(new ReceivedEvent(known.envelope(), known.traceparent(), raw));
      case Decoded.UnknownType unknown -> throw new Unprocessable(parked.reason(), unknown.type());
      case Decoded.Unreadable unreadable ->
          throw new Unprocessable(ParkingLot.reasonOf(unreadable.reason()), unreadable.detail());
    }
    resolve(parked.id(), Status.REPLAYED, operator, null);
  }

  private void apply(ReceivedEvent event) {
    handler.handle(
        new EventBatch(
            List.of(event),
            tracing,
            (_, why) -> {
              throw why;
            }));
  }

  private Optional<ParkedEvent> lockParked(long id) {
    return jdbc
        .query(
            "select * from parked_event where id = ? and status = 'PARKED' for update",
            ParkedEvents::parkedEvent,
            id)
        .stream()
        .findFirst();
  }

  private void resolve(long id, Status status, String operator, @Nullable String note) {
    jdbc.update(
        "update parked_event set status = ?, resolved_at = now(), resolved_by = ?, note = ?::text"
            + " where id = ?",
        status.name(),
        operator,
        note,
        id);
  }

  private void stillParked(long id, ParkReason reason, String detail) {
    jdbc.update(
        "update parked_event set attempts = attempts + 1, reason = ?, detail = ? where id = ? and"
            + " status = 'PARKED'",
        reason.name(),
        detail,
        id);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }

  private static ParkedEvent parkedEvent(ResultSet row, int number) throws SQLException {
    return new ParkedEvent(
        row.getLong("id"),
        row.getString("topic"),
        row.getInt("partition"),
        row.getLong("record_offset"),
        row.getBytes("record_key"),
        HeaderText.read(row.getString("headers")),
        row.getBytes("value"),
        row.getString("event_type"),
        row.getObject("order_id", UUID.class),
        ParkReason.valueOf(row.getString("reason")),
        row.getString("detail"),
        row.getObject("parked_at", OffsetDateTime.class).toInstant(),
        row.getInt("attempts"),
        Status.valueOf(row.getString("status")),
        instant(row, "resolved_at"),
        row.getString("resolved_by"),
        row.getString("note"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
