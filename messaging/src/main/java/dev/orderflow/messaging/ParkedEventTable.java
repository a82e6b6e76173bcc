package dev.orderflow.messaging;

import dev.orderflow.messaging.ParkedEvent.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.SqlParameterValue;

/** The SQL of parked events. */
final class ParkedEventTable {

  /** Counting stops here: a topic full of garbage would make each count as slow as it is long. */
  static final int COUNT_LIMIT = 100_000;

  /** A stranger chooses the types, so there may be as many as records. */
  static final int MOST_CAUSES = 100;

  private final JdbcTemplate jdbc;

  ParkedEventTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Oldest first, of those with an id beyond the given one; without key, headers and value, which
   * may be a megabyte each.
   */
  List<ParkedEvent> list(
      @Nullable Status status, ParkedEventFilter filter, long beyond, int limit) {
    Condition condition = new Condition().and("id > ?", beyond).and(status).and(filter);
    return jdbc.query(
        """
        select id, topic, partition, record_offset, null::bytea as record_key, '[]' as headers, null::bytea as value,
          event_type, order_id, reason, detail, parked_at, attempts, tried_at, tried_by,
          status, resolved_at, resolved_by, note
        from parked_event where %s order by id limit ?
        """
            .formatted(condition.sql()),
        ParkedEventTable::parkedEvent,
        condition.with(limit));
  }

  /** Of those that are parked; the ids alone, as each has its bytes. */
  List<Long> openIds(ParkedEventFilter filter, long beyond, int limit) {
    Condition condition = new Condition().and("id > ?", beyond).and(Status.PARKED).and(filter);
    return jdbc.query(
        "select id from parked_event where " + condition.sql() + " order by id limit ?",
        (row, _) -> row.getLong(1),
        condition.with(limit));
  }

  List<ParkedCause> causes(Status status) {
    Condition condition = new Condition().and(status);
    return jdbc.query(
        """
        select status, reason, topic, event_type, count(*), min(parked_at), max(parked_at)
        from (select * from parked_event where %s order by id limit ?) counted
        group by status, reason, topic, event_type order by count(*) desc, min(id) limit ?
        """
            .formatted(condition.sql()),
        ParkedEventTable::cause,
        condition.with(COUNT_LIMIT, MOST_CAUSES));
  }

  Optional<ParkedEvent> find(long id) {
    return one("select * from parked_event where id = ?", id);
  }

  Optional<ParkedEvent> lockParked(long id) {
    return one("select * from parked_event where id = ? and status = 'PARKED' for update", id);
  }

  /** Up to {@link #COUNT_LIMIT}. */
  long countParked() {
    Long count =
        jdbc.queryForObject(
            "select count(*) from (select from parked_event where status = 'PARKED' limit ?)"
                + " parked",
            Long.class,
            COUNT_LIMIT);
    return count == null ? 0 : count;
  }

  /** Nobody replays it again, so a payment token has no use any more. */
  void resolve(ParkedEvent event, Status status, String operator, @Nullable String note) {
    jdbc.update(
        """
        update parked_event set status = ?, resolved_at = now(), resolved_by = ?, note = ?::text, value = ?
        where id = ?
        """,
        status.name(),
        operator,
        note,
        new SqlParameterValue(Types.BINARY, event.shownValue()),
        event.id());
  }

  void triedInVain(long id, String operator, ParkReason reason, String detail) {
    jdbc.update(
        """
        update parked_event set attempts = attempts + 1, tried_at = now(), tried_by = ?, reason = ?, detail = ?
        where id = ? and status = 'PARKED'
        """,
        operator,
        reason.name(),
        detail,
        id);
  }

  private Optional<ParkedEvent> one(String sql, long id) {
    return jdbc.query(sql, ParkedEventTable::parkedEvent, id).stream().findFirst();
  }

  private static ParkedCause cause(ResultSet row, int number) throws SQLException {
    return new ParkedCause(
        Status.valueOf(row.getString(1)),
        ParkReason.valueOf(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        row.getObject(6, OffsetDateTime.class).toInstant(),
        row.getObject(7, OffsetDateTime.class).toInstant());
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
        instant(row, "tried_at"),
        row.getString("tried_by"),
        Status.valueOf(row.getString("status")),
        instant(row, "resolved_at"),
        row.getString("resolved_by"),
        row.getString("note"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** What rows must agree with; only what is asked for, so that the indexes can be used. */
  private static final class Condition {

    private final List<String> terms = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Condition and(String term, Object... values) {
      terms.add(term);
      this.values.addAll(List.of(values));
      return this;
    }

    Condition and(@Nullable Status status) {
      // As text in the statement, not as a value: else the planner cannot see that the partial
      // index of open events has them all.
      return status == null ? this : and("status = '" + status + "'");
    }

    Condition and(ParkedEventFilter filter) {
      if (filter.reason() != null) and("reason = ?", filter.reason().name());
      if (filter.topic() != null) and("topic = ?", filter.topic());
      if (filter.type() != null) and("event_type = ?", filter.type());
      if (filter.orderId() != null) and("order_id = ?", filter.orderId());
      return this;
    }

    String sql() {
      return String.join(" and ", terms);
    }

    Object[] with(Object... more) {
      List<Object> all = new ArrayList<>(values);
      all.addAll(List.of(more));
      return all.toArray();
    }
  }
}
