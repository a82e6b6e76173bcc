package dev.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The service with two consumers, on real servers; one for all tests, so each takes SKUs of its
 * own.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.messaging.consumers=2",
      "logging.structured.format.console=",
      "logging.level.root=warn"
    })
public abstract class RunningInventory {

  protected static final Topics topics = new Topics();

  static {
    Awaitility.setDefaultPollDelay(Duration.ZERO);
    Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
  }

  @Autowired protected JdbcTemplate jdbc;
  @Autowired protected Restocking restocking;
  @LocalServerPort private int port;
  protected RestTestClient http;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties("inventory")
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeEach
  void connect() {
    http = RestTestClient.bindToServer().baseUrl(base()).build();
  }

  protected String base() {
    return "http://localhost:" + port;
  }

  /** Takes up a SKU of its own for a test. */
  protected String inStock(String sku, long quantity) {
    assertThat(restocking.takeUp(sku, quantity)).isTrue();
    return sku;
  }

  protected long onHand(String sku) {
    return jdbc.queryForObject("select on_hand from stock where sku = ?", Long.class, sku);
  }

  protected long reserved(String sku) {
    return jdbc.queryForObject("select reserved from stock where sku = ?", Long.class, sku);
  }

  /** Invariants S1 and S2. */
  protected void assertBooksBalance() {
    assertThat(
            jdbc.queryForList(
                """
                select sku from stock
                left join lateral (
                  select coalesce(sum(quantity) filter (where state = 'RESERVED'), 0) as reserved,
                         coalesce(sum(quantity) filter (where state = 'COMMITTED'), 0) as committed
                  from reservation, jsonb_to_recordset(lines) as line (sku text, quantity bigint)
                  where line.sku = stock.sku
                ) held on true
                where stock.reserved not between 0 and on_hand
                   or on_hand <> restocked - stock.committed + returned
                   or stock.reserved <> held.reserved
                   or stock.committed - returned <> held.committed
                """,
                String.class))
        .isEmpty();
  }
}
