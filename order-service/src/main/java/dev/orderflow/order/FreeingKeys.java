package dev.orderflow.order;

import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Goes once through the orders by id, which is by time, and frees their idempotency keys. How far
 * it has come is kept: begun anew with each process it would never be through with the orders of
 * years. One that is young in spite of its id, as it was cancelled late, keeps its key.
 */
final class FreeingKeys implements Retention.Step {

  private static final String NEXT =
      """
      select id, stated_at <= now() - make_interval(secs => ?)
      from orders where id > (select up_to from keys_freed) and id < %s order by id limit ?
      """
          .formatted(Retentions.FIRST_YOUNG_ID);

  private final JdbcTemplate jdbc;

  FreeingKeys(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Removed remove(Duration age, int limit) {
    double seconds = age.toSeconds();
    List<Passed> passed = jdbc.query(NEXT, FreeingKeys::passed, seconds, seconds, limit);
    if (passed.isEmpty()) return new Removed(0, false);
    UUID last = passed.getLast().id;
    jdbc.update("update keys_freed set up_to = ? where up_to < ?", last, last);
    return new Removed(free(passed), passed.size() == limit);
  }

  private int free(List<Passed> passed) {
    UUID[] ids = passed.stream().filter(Passed::isOld).map(Passed::id).toArray(UUID[]::new);
    return jdbc.update(
        "update orders set idempotency_key = null where id = any(?) and idempotency_key is not"
            + " null",
        (Object) ids);
  }

  private static Passed passed(ResultSet row, int number) throws SQLException {
    return new Passed(row.getObject(1, UUID.class), row.getBoolean(2));
  }

  private record Passed(UUID id, boolean isOld) {}
}
