package dev.orderflow.order;

import dev.orderflow.messaging.Retention;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is not kept for ever, if an operator says so. */
@Configuration(proxyBeanMethods = false)
class Retentions {

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
    return new Retention(
        "order_event",
        settings.historyRetention(),
        // Not of one that is cancelled at this moment: it will be asked for again. A lock is
        // written into the row: without a look at what is left of its history, each start of each
        // instance would write to every old order again.
        new OldOrders(
            jdbc,
            """
            delete from order_event where order_id in (
              select id from orders
              where id = any(?) and redrive_at is null
                and exists (select from order_event where order_id = orders.id)
              order by id for update)
            """));
  }

  @Bean
  Retention idempotencyKeyRetention() {
    return new Retention(
        "orders",
        settings.idempotencyKeyRetention(),
        new OldOrders(
            jdbc,
            "update orders set idempotency_key = null where id = any(?) and idempotency_key is not"
                + " null"));
  }
}
