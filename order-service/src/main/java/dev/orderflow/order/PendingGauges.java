package dev.orderflow.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many orders are pending, by age; counted up to {@link #MOST_COUNTED}, the first deadlines
 * first. The query goes through the index of pending orders only, however many are stored.
 */
@Component
class PendingGauges {

  private static final List<String> AGES = List.of("10s", "1m", "5m", "older");

  /** More make each look as slow as they are many, while nothing answers any more. */
  private static final int MOST_COUNTED = 100_000;

  // Every age has a row, so that its gauge goes back to 0 instead of vanishing.
  private static final String BY_AGE =
      """
      select age, count(waiting) as orders
      from (values ('10s', 0, 10), ('1m', 10, 60), ('5m', 60, 300), ('older', 300, 1e9)) as bucket (age, lower, upper)
      left join (select extract(epoch from now() - stated_at) as seconds from orders
                 where status = 'PENDING' order by deadline_at limit %s) as waiting
        on seconds >= lower and seconds < upper
      group by age\
      """
          .formatted(MOST_COUNTED);

  private final JdbcClient jdbc;
  private final MultiGauge pending;

  PendingGauges(JdbcClient jdbc, MeterRegistry registry) {
    this.jdbc = jdbc;
    pending =
        MultiGauge.builder("orderflow.orders.pending")
            .description("orders that wait for stock or payment")
            .register(registry);
  }

  /**
   * @throws RuntimeException while the database is away; then the gauges are {@code NaN}, as their
   *     last values would keep an alert ringing, or silent
   */
  void refresh() {
    try {
      pending.register(jdbc.sql(BY_AGE).query((row, _) -> gauge(row)).list(), true);
    } catch (RuntimeException e) {
      pending.register(AGES.stream().map(PendingGauges::unknown).toList(), true);
      throw e;
    }
  }

  private static MultiGauge.Row<?> unknown(String age) {
    return MultiGauge.Row.of(Tags.of("age", age), Double.NaN);
  }

  private static MultiGauge.Row<?> gauge(ResultSet row) throws SQLException {
    return MultiGauge.Row.of(Tags.of("age", row.getString("age")), row.getLong("orders"));
  }
}
