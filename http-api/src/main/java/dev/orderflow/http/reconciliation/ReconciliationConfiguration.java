package dev.orderflow.http.reconciliation;

import dev.orderflow.messaging.DatabaseGauges;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans of this package, for a service that has something to compare. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBean(Reconciling.class)
@EnableConfigurationProperties(ReconciliationSettings.class)
@Import(ReconciliationController.class)
public class ReconciliationConfiguration {

  @Bean
  ReconciliationTable reconciliationTable(JdbcTemplate jdbc) {
    return new ReconciliationTable(jdbc);
  }

  @Bean
  Reconciler reconciler(
      Reconciling reconciling, ReconciliationTable table, ReconciliationSettings settings) {
    return new Reconciler(reconciling, table, settings);
  }

  @Bean
  ReconciliationMetrics reconciliationMetrics(DatabaseGauges gauges, ReconciliationTable table) {
    return new ReconciliationMetrics(gauges, table);
  }
}
