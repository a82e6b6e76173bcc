package dev.orderflow.inventory;

import dev.orderflow.inventory.domain.Stocks;
import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is not kept for ever. */
@Configuration(proxyBeanMethods = false)
class Retentions {

  /** The idempotency keys of restockings; the pieces are counted in the stock itself. */
  @Bean
  Retention restockingRetention(Stocks stocks, InventorySettings settings) {
    return new Retention(
        "restocking",
        settings.restockingRetention(),
        (age, limit) ->
            Removed.of(stocks.forgetRestockings((double) age.toSeconds(), limit), limit));
  }
}
