package dev.orderflow.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many orders are pending, by age. The query goes through the index of unanswered orders only,
 * however many orders are stored.
 */
@Component
class PendingGauges {

  // Every age has a row, so that its gauge goes back to 0 instead of vanishing.
  private static final String BY_AGE =
      """
      select age, count(waiting) as orders
      from (values ('10s', 0, 10), ('1m', 10, 60), ('5m', 60, 300), ('older', 300, 1e9)) as bucket (age, lower, upper)
      left join (select extract(epoch from now() - stated_at) as seconds from orders
                 where redrive_at is not null and status = 'PENDING') as waiting
        on seconds >= lower and seconds < upper
      group by age\
      """;

  private final JdbcClient jdbc;
  private final MultiGauge pending;

  PendingGauges(JdbcClient jdbc, MeterRegistry registry) {
    this.jdbc = jdbc;
    pending =
        MultiGauge.builder("orderflow.orders.pending")
            .description("orders that wait for stock or payment")
            .register(registry);
  }

  void refresh() {
    pending.register(jdbc.sql(BY_AGE).query((row, _) -> gauge(row)).list(), true);
  }

  private static MultiGauge.Row<?> gauge(ResultSet row) throws SQLException {
    return MultiGauge.Row.of(Tags.of("age", row.getString("age")), row.getLong("orders"));
  }
}
