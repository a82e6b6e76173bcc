package dev.orderflow.payment;

import dev.orderflow.localstack.testing.TestServers;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The service with two consumers, on real servers, with a provider that can be told to fail. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.messaging.consumers=2",
      "orderflow.payment.gateway=stripe",
      "orderflow.payment.stripe.api-key=sk_test_it",
      "orderflow.payment.first-timeout=2s",
      "orderflow.payment.longest-pause=1s",
      "orderflow.payment.search-delay=2s",
      "orderflow.payment.reconciliation.calls-per-second=1000",
      "orderflow.payment.reconciliation.most=100000",
      "logging.structured.format.console=",
      "logging.level.root=warn"
    })
public abstract class RunningPayments {

  protected static final Topics topics = new Topics();
  protected static final Provider provider = new Provider();

  @Autowired protected JdbcTemplate jdbc;
  @LocalServerPort private int port;
  protected RestTestClient http;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties("payments")
        .forEach((name, value) -> registry.add(name, () -> value));
    registry.add("orderflow.payment.stripe.base-url", provider::url);
  }

  @BeforeEach
  void connect() {
    provider.heal();
    http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }
}
