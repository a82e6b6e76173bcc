package dev.orderflow.http.reconciliation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The SQL of the one row that says who reconciles, and what the latest run found. */
final class ReconciliationTable {

  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcTemplate jdbc;

  ReconciliationTable(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Begins a run; false while another instance is at it. */
  boolean begin(UUID holder, Duration lease) {
    return begin(holder, lease, Duration.ZERO);
  }

  /** Begins a run if the latest began so long ago. */
  boolean begin(UUID holder, Duration lease, Duration interval) {
    return jdbc.update(
            """
            update reconciliation
            set holder = ?, leased_until = clock_timestamp() + make_interval(secs => ?), started_at = clock_timestamp()
            where leased_until < clock_timestamp() and started_at <= clock_timestamp() - make_interval(secs => ?)
            """,
            holder,
            seconds(lease),
            seconds(interval))
        == 1;
  }

  /** False if the lease ran out and another run has begun. */
  boolean renew(UUID holder, Duration lease) {
    return jdbc.update(
            """
            update reconciliation set leased_until = clock_timestamp() + make_interval(secs => ?)
            where holder = ?
            """,
            seconds(lease),
            holder)
        == 1;
  }

  void finish(UUID holder, Run run) {
    jdbc.update(
        """
        update reconciliation
        set leased_until = '-infinity', finished_at = clock_timestamp(), checked = ?, found = ?, findings = ?
        where holder = ?
        """,
        run.checked(),
        run.found(),
        JSON.writeValueAsString(run.findings()),
        holder);
  }

  /** The run is over without a result; the one before stays. */
  void abandon(UUID holder) {
    jdbc.update("update reconciliation set leased_until = '-infinity' where holder = ?", holder);
  }

  ReconciliationView latest() {
    return jdbc.query(
            """
            select leased_until > clock_timestamp() as running, holder is not null as begun,
              started_at > coalesce(finished_at, '-infinity') as unfinished,
              started_at, finished_at, checked, found, findings
            from reconciliation
            """,
            ReconciliationTable::view)
        .getFirst();
  }

  /** Of the latest finished run; -1 before the first. */
  double found() {
    return number(
        "select case when finished_at is null then -1 else found end from reconciliation");
  }

  /** Seconds since a run finished; before the first, since the service's tables were made. */
  double age() {
    return number(
        """
        select extract(epoch from clock_timestamp() - coalesce(finished_at, started_at)) from reconciliation
        """);
  }

  private double number(String sql) {
    Number number = jdbc.queryForObject(sql, Number.class);
    return number == null ? 0 : number.doubleValue();
  }

  private static ReconciliationView view(ResultSet row, int number) throws SQLException {
    boolean running = row.getBoolean("running");
    boolean begun = row.getBoolean("begun");
    return new ReconciliationView(
        running,
        begun && !running && row.getBoolean("unfinished"),
        begun ? instant(row, "started_at") : null,
        instant(row, "finished_at"),
        row.getLong("checked"),
        row.getLong("found"),
        JSON.readValue(row.getString("findings"), new TypeReference<List<Finding>>() {}));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
