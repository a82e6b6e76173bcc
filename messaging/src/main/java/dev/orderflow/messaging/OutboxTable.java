package dev.orderflow.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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

  /** The rows get their ids in their order. */
  void insert(List<NewRow> rows) {
    INSERT.run(jdbc, rows);
  }

  /** The oldest pending rows, of those with an id beyond the mark. */
  List<Row> read(long beyond, int limit) {
    return jdbc.query(
        "select id, topic, record_key, headers, value from outbox where id > ? order by id limit ?",
        OutboxTable::row,
        beyond,
        limit);
  }

  /**
   * Does not wait for the disk: what a crash of the server brings back is only published again, and
   * the next commit that has to wait writes these along.
   */
  void delete(List<Long> ids) {
    jdbc.update(
        """
        with unhurried as materialized (select set_config('synchronous_commit', 'off', true))
        delete from outbox using unhurried where id = any (?)\
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
    return number(
        "select coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) from (select"
            + " created_at from outbox order by id limit 1) oldest");
  }

  private long number(String sql) {
    Number number = jdbc.queryForObject(sql, Number.class);
    return number == null ? 0 : number.longValue();
  }

  private static Row row(ResultSet row, int number) throws SQLException {
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

  record Row(
      long id,
      String topic,
      byte @Nullable [] key,
      List<RawHeader> headers,
      byte @Nullable [] value) {}
}
