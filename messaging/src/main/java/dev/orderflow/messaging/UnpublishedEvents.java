package dev.orderflow.messaging;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What of an order's events is still in the outbox. The outbox has no index by order, which each
 * event would pay for: it is read through, but only its oldest rows.
 */
public final class UnpublishedEvents {

  /**
   * As many as are counted for the metric: more are there only while Kafka is away for long, and
   * then the oldest tell it.
   */
  private static final int MOST_READ = OutboxTable.COUNT_LIMIT;

  private final JdbcTemplate jdbc;

  UnpublishedEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * An order's events that wait for Kafka, copies for the dead-letter topic included.
   *
   * @param asOf now, by the database's clock
   * @param since when the oldest was recorded; null when there is none
   */
  public record OfOrder(Instant asOf, long events, @Nullable Instant since) {}

  public OfOrder of(UUID orderId) {
    List<OfOrder> found =
        jdbc.query(
            """
            select clock_timestamp(), count(*), min(created_at)
            from (select record_key, created_at from outbox order by id limit ?) oldest
            where record_key = convert_to(?, 'UTF8')
            """,
            UnpublishedEvents::row,
            MOST_READ,
            orderId.toString());
    return found.getFirst();
  }

  private static OfOrder row(ResultSet row, int number) throws SQLException {
    OffsetDateTime since = row.getObject(3, OffsetDateTime.class);
    return new OfOrder(
        row.getObject(1, OffsetDateTime.class).toInstant(),
        row.getLong(2),
        since == null ? null : since.toInstant());
  }
}
