package dev.orderflow.order;

import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Goes through the orders by id, which is by time, from where it was up to the first one that is
 * young, and does the same to all that wait for nobody. So it needs no index, which each new order
 * would pay for. Begins anew with the process: then it also finds what waited when its turn was.
 */
final class OldOrders implements Retention.Step {

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final JdbcTemplate jdbc;
  private final String removal;
  private volatile UUID mark = BEFORE_ALL;

  /**
   * @param removal SQL with the ids of the orders as its one parameter
   */
  OldOrders(JdbcTemplate jdbc, String removal) {
    this.jdbc = jdbc;
    this.removal = removal;
  }

  @Override
  public Removed remove(Duration age, int limit) {
    List<Passed> old = next(age, limit).stream().takeWhile(Passed::isOld).toList();
    if (old.isEmpty()) return new Removed(0, false);
    UUID last = old.getLast().id;
    AfterCommit.run(() -> mark = last);
    return new Removed(remove(old), old.size() == limit);
  }

  private int remove(List<Passed> old) {
    UUID[] ids = old.stream().filter(Passed::isAnswered).map(Passed::id).toArray(UUID[]::new);
    return jdbc.update(removal, (Object) ids);
  }

  private List<Passed> next(Duration age, int limit) {
    return jdbc.query(
        """
        select id, stated_at <= now() - make_interval(secs => ?), redrive_at is null
        from orders where id > ? order by id limit ?
        """,
        OldOrders::passed,
        (double) age.toSeconds(),
        mark,
        limit);
  }

  private static Passed passed(ResultSet row, int number) throws SQLException {
    return new Passed(row.getObject(1, UUID.class), row.getBoolean(2), row.getBoolean(3));
  }

  private record Passed(UUID id, boolean isOld, boolean isAnswered) {}
}
