package dev.orderflow.order;

import dev.orderflow.messaging.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is not kept for ever, if an operator says so. */
@Configuration(proxyBeanMethods = false)
class Retentions {

  /**
   * SQL, by the database's clock: the first id (UUID version 7) of an order that was placed so many
   * seconds ago. Beyond it no order is old; without it, a step of young ones could not be told from
   * the end, though older ones may follow: ids are by the clock of the instance that took the
   * order.
   */
  static final String FIRST_YOUNG_ID =
      """
      (lpad(to_hex(greatest(0, extract(epoch from now() - make_interval(secs => ?)) * 1000)::bigint), 12, '0')
        || repeat('0', 20))::uuid\
      """;

  private final JdbcTemplate jdbc;
  private final OrderSettings settings;

  Retentions(JdbcTemplate jdbc, OrderSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  /**
   * The histories of orders that wait for nobody. Late and repeated facts find the order's state,
   * which says the same.
   */
  @Bean
  Retention historyRetention() {
    return new Retention("order_event", settings.historyRetention(), new ErasingHistories(jdbc));
  }

  @Bean
  Retention idempotencyKeyRetention() {
    return new Retention("orders", settings.idempotencyKeyRetention(), new FreeingKeys(jdbc));
  }
}
