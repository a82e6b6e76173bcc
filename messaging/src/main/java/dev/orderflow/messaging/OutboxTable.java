package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The SQL of the outbox and of its lease. */
final class OutboxTable {

  /**
   * Counting stops here: beyond it only "a lot" matters, and a full count would cost the more the
   * worse things are.
   */
  static final int COUNT_LIMIT = 100_000;

  /**
   * A read ends with the row that reaches this. Rows of a megabyte each, made by what strangers
   * write to the topics, would not fit into memory by the thousand.
   */
  static final int ENOUGH_BYTES = 16 * 1024 * 1024;

  private static final Rows.Write<NewRow> INSERT =
      Rows.<NewRow>none()
          .with("topic", "text", NewRow::topic)
          .with("record_key", "bytea", NewRow::key)
          .with("headers", "text", NewRow::headers)
          .with("value", "bytea", NewRow::value)
          .insertInto("outbox");

  private final JdbcTemplate jdbc;

  OutboxTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  void insert(List<NewRow> rows) {
    write(List.of(), rows);
  }

  /** Writes the changes, then the rows, which get their ids in their order. */
  void write(List<Change> changes, List<NewRow> rows) {
    List<Change> all = new ArrayList<>(changes);
    all.add(INSERT.of(rows));
    Change.run(jdbc, all);
  }

  /**
   * The oldest pending rows, of those with an id beyond the mark: as many as the limit, or as
   * {@link #ENOUGH_BYTES} allow, and at least one.
   *
   * @param left topics whose rows are passed over
   * @param awaitedFrom transactions before this one do not count as under way
   */
  Head read(long beyond, long awaitedFrom, Set<String> left, int limit) {
    Head head =
        jdbc.query(
            """
            select id, topic, record_key, headers, value,
              (select coalesce(min(xid), pg_snapshot_xmax(pg_current_snapshot()))
               from pg_snapshot_xip(pg_current_snapshot()) xid where xid >= ?::xid8)
            from (select *, coalesce(sum(octet_length(value)) over earlier, 0) as bytes_before
                  from outbox where id > ? and topic <> all (?)
                  window earlier as (order by id rows between unbounded preceding and 1 preceding)
                  order by id limit ?) head
            where bytes_before < ?
            order by id
            """,
            OutboxTable::head,
            Long.toString(awaitedFrom),
            beyond,
            left.toArray(String[]::new),
            limit,
            ENOUGH_BYTES);
    return requireNonNull(head);
  }

  /**
   * Does not wait for the disk: what a crash of the server brings back is only published again, and
   * the next commit that has to wait writes these along.
   *
   * @return the id of the transaction, above those of all that were writing before
   */
  long delete(List<Long> ids) {
    return number(
        """
        with unhurried as materialized (select set_config('synchronous_commit', 'off', true)),
          gone as (delete from outbox using unhurried where id = any (?))
        select pg_current_xact_id()::text::bigint\
        """,
        (Object) ids.toArray(Long[]::new));
  }

  /** Takes or keeps the lease; false while another holds it. The database's clock decides. */
  boolean lease(UUID holder, Duration time) {
    return jdbc.update(
            """
            update relay_lease set holder = ?, expires_at = clock_timestamp() + ? * interval '1 millisecond'
            where id = 1 and (holder = ? or expires_at < clock_timestamp())
            """,
            holder,
            time.toMillis(),
            holder)
        == 1;
  }

  /** Lets another instance take over at once. */
  void release(UUID holder) {
    jdbc.update("update relay_lease set expires_at = '-infinity' where holder = ?", holder);
  }

  /** How many rows are pending, up to {@link #COUNT_LIMIT}. */
  long count() {
    return number("select count(*) from (select 1 from outbox limit " + COUNT_LIMIT + ") pending");
  }

  /** The age of the oldest pending row in seconds; 0 when there is none. */
  double oldestAge() {
    Double age =
        jdbc.queryForObject(
            """
            select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)
            from (select created_at from outbox order by id limit 1) oldest
            """,
            Double.class);
    return requireNonNull(age);
  }

  private long number(String sql, Object... parameters) {
    Number number = jdbc.queryForObject(sql, Number.class, parameters);
    return number == null ? 0 : number.longValue();
  }

  private static Head head(ResultSet found) throws SQLException {
    List<Row> rows = new ArrayList<>();
    long oldestUnderWay = 0;
    while (found.next()) {
      rows.add(row(found));
      oldestUnderWay = found.getLong(6);
    }
    return new Head(rows, oldestUnderWay);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getString(2),
        row.getBytes(3),
        HeaderText.read(row.getString(4)),
        row.getBytes(5));
  }

  record NewRow(String topic, byte @Nullable [] key, String headers, byte @Nullable [] value) {

    static NewRow of(String topic, String key, List<RawHeader> headers, byte[] value) {
      return new NewRow(topic, key.getBytes(UTF_8), HeaderText.write(headers), value);
    }
  }

  /**
   * What a read found.
   *
   * @param oldestUnderWay the id of the oldest transaction that was writing then, of those that
   *     count: of all before it the read could see the rows. 0 if it found no row
   */
  record Head(List<Row> rows, long oldestUnderWay) {

    long firstId() {
      return rows.getFirst().id;
    }

    long lastId() {
      return rows.getLast().id;
    }
  }

  record Row(
      long id,
      String topic,
      byte @Nullable [] key,
      List<RawHeader> headers,
      byte @Nullable [] value) {}
}
