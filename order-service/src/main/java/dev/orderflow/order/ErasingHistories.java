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
 * Goes through the orders that have a history by id, which is by time, and erases those of orders
 * that wait for nobody. It passes over what is young in spite of its id, as an order that was
 * cancelled late, and begins anew once it is through: what has been erased is not met again, so it
 * needs no index that each new order would pay for.
 */
final class ErasingHistories implements Retention.Step {

  // From one order to the next: a history has a row per event.
  private static final String ORDERS_WITH_HISTORY =
      """
      with recursive young (id) as (select %s),
      old (id) as (
        (select order_id from order_event
         where order_id > ? and order_id < (select id from young) order by order_id limit 1)
        union all
        select (select order_id from order_event
                where order_id > old.id and order_id < (select id from young) order by order_id limit 1)
        from old where old.id is not null)
      select orders.id, stated_at <= now() - make_interval(secs => ?) and redrive_at is null
      from (select id from old where id is not null limit ?) passed join orders on orders.id = passed.id
      order by orders.id
      """
          .formatted(Retentions.FIRST_YOUNG_ID);

  // Not of one that is cancelled at this moment: it will be asked for again.
  private static final String ERASE =
      """
      delete from order_event where order_id in (
        select id from orders where id = any(?) and redrive_at is null order by id for update)
      """;

  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private final JdbcTemplate jdbc;
  private volatile UUID mark = BEFORE_ALL;

  ErasingHistories(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Removed remove(Duration age, int limit) {
    double seconds = age.toSeconds();
    List<Passed> passed =
        jdbc.query(ORDERS_WITH_HISTORY, ErasingHistories::passed, seconds, mark, seconds, limit);
    boolean more = passed.size() == limit;
    UUID next = more ? passed.getLast().id : BEFORE_ALL;
    AfterCommit.run(() -> mark = next);
    return new Removed(erase(passed), more);
  }

  private int erase(List<Passed> passed) {
    UUID[] ids = passed.stream().filter(Passed::isToErase).map(Passed::id).toArray(UUID[]::new);
    return ids.length == 0 ? 0 : jdbc.update(ERASE, (Object) ids);
  }

  private static Passed passed(ResultSet row, int number) throws SQLException {
    return new Passed(row.getObject(1, UUID.class), row.getBoolean(2));
  }

  private record Passed(UUID id, boolean isToErase) {}
}
