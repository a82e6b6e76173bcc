package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.localstack.servers.FreePorts;
import dev.orderflow.localstack.servers.TcpProxy;
import dev.orderflow.localstack.servers.TcpProxy.Network;
import dev.orderflow.localstack.testing.TestServers;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service behind a network to PostgreSQL that can be cut. */
@DirtiesContext
class DatabaseOutageIT extends RunningNotifications {

  private static final String DATABASE = "notifications";
  private static final String URL = TestServers.jdbcUrl(DATABASE);
  private static final String LEASE_IS_OVER = "coalesce(next_attempt_at < now(), true)";
  private static final URI SERVER = URI.create(URL.substring("jdbc:".length()));
  private static final TcpProxy network = TcpProxy.start(FreePorts.next(), SERVER.getPort());

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final JdbcTemplate direct =
      new JdbcTemplate(new DriverManagerDataSource(URL, DATABASE, DATABASE));

  @DynamicPropertySource
  static void throughTheNetwork(DynamicPropertyRegistry registry) {
    String there = "jdbc:postgresql://localhost:" + network.port() + SERVER.getPath();
    registry.add("spring.datasource.hikari.jdbc-url", () -> there);
    registry.add("orderflow.notification.lease", () -> "12s");
  }

  @AfterEach
  void mend() {
    network.become(Network.WHOLE);
  }

  @Test
  void mailsNobodyTwiceAfterAnOutageThatOutlastsTheLease() throws SQLException {
    List<PlacedOrder> orders = Stream.generate(PlacedOrder::any).limit(20).toList();
    inbox.misbehave(Faults.slow(".*", 5_000));
    topics.tell(orders.stream().map(PlacedOrder::confirmed).toList());
    await().untilAsserted(() -> assertThat(orders).allMatch(order -> row(order, "attempts = 1")));

    network.become(Network.REFUSES);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(orders).allMatch(order -> mails(order) == 1));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(orders).allMatch(order -> row(order, LEASE_IS_OVER)));
    try (Connection locking = lockFirst(orders)) {
      network.become(Network.WHOLE);
      await().atMost(PATIENCE).until(this::somebodyWaitsForALock);
      await()
          .during(Duration.ofSeconds(5))
          .atMost(PATIENCE)
          .until(() -> orders.stream().allMatch(order -> row(order, "attempts = 1")));
      locking.rollback();
    }

    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(orders).allMatch(order -> row(order, "state = 'SENT'")));
    assertThat(orders).allMatch(order -> mails(order) == 1);
  }

  /** So that the results cannot be recorded at once, while all else that is due could be taken. */
  private static Connection lockFirst(List<PlacedOrder> orders) throws SQLException {
    Connection connection = DriverManager.getConnection(URL, DATABASE, DATABASE);
    connection.setAutoCommit(false);
    String sql =
        "select from notification where order_id = any(?) order by order_id limit 1 for update";
    try (PreparedStatement lock = connection.prepareStatement(sql)) {
      UUID[] ids = orders.stream().map(PlacedOrder::id).toArray(UUID[]::new);
      lock.setObject(1, ids);
      lock.execute();
    }
    return connection;
  }

  private boolean somebodyWaitsForALock() {
    return direct.queryForObject(
        """
        select exists (select from pg_locks join pg_stat_activity using (pid)
                       where not granted and datname = current_database())
        """,
        Boolean.class);
  }

  private boolean row(PlacedOrder order, String condition) {
    return direct.queryForObject(
        "select exists (select from notification where order_id = ? and " + condition + ")",
        Boolean.class,
        order.id());
  }

  private static int mails(PlacedOrder order) {
    return mailbox.of(order.email()).size();
  }
}
