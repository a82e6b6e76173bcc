package dev.orderflow.localstack.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class SharedServersIT {

  @Test
  void giveAServiceItsDatabaseAndTheBroker() throws Exception {
    Map<String, String> properties = TestServers.springProperties("orders");

    try (Connection connection =
            DriverManager.getConnection(
                properties.get("spring.datasource.url"),
                properties.get("spring.datasource.username"),
                properties.get("spring.datasource.password"));
        Admin admin =
            Admin.create(
                Map.of("bootstrap.servers", properties.get("spring.kafka.bootstrap-servers")))) {
      assertThat(connection.getCatalog()).isEqualTo("orders");
      assertThat(admin.describeCluster().nodes().get()).hasSize(1);
    }
  }

  @Test
  void giveFreshDatabasesToThoseWhoAsk() {
    String database = TestServers.freshDatabase("orders");

    assertThat(TestServers.freshDatabase("orders")).isNotEqualTo(database);
    assertThat(TestServers.jdbcUrl(database)).endsWith("/" + database);
  }
}
