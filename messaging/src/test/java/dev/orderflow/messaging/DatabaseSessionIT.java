package dev.orderflow.messaging;

import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the sessions of a service are like. */
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "spring.application.name=inventory-service",
      "spring.config.import=classpath:dev/orderflow/messaging/service.yml",
      "logging.structured.format.console="
    })
class DatabaseSessionIT {

  private static final String TAKE_THE_ROW = "select 1 from contested for update";

  @Autowired private DataSource dataSource;
  @Autowired private JdbcTemplate jdbc;

  @Value("${spring.datasource.url}")
  private String url;

  @Value("${spring.datasource.username}")
  private String user;

  @Value("${spring.datasource.password}")
  private String password;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) throws SQLException {
    String database = TestServers.freshDatabase("session");
    var settings = TestServers.springProperties(database);
    settings.forEach((name, value) -> registry.add(name, () -> value));
    giveItOtherDefaults(database, settings.get("spring.datasource.url"));
  }

  private static void giveItOtherDefaults(String database, String url) throws SQLException {
    try (Connection owner = DriverManager.getConnection(url, database, database)) {
      String alter = "alter database " + database + " set ";
      execute(owner, alter + "default_transaction_isolation = 'repeatable read'");
      execute(owner, alter + "jit = on");
    }
  }

  @BeforeEach
  void aRow() {
    jdbc.execute("create table if not exists contested as select 1 as id");
  }

  @Test
  void waitsForALockShorterThanForTheServer() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      Duration lockTimeout =
          Duration.ofSeconds(
              jdbc.queryForObject(
                  "select extract(epoch from current_setting('lock_timeout')::interval)",
                  Long.class));

      assertThat(lockTimeout)
          .isPositive()
          .isLessThan(Duration.ofMillis(connection.getNetworkTimeout()));
    }
  }

  @Test
  void dependsOnNoDefaultOfTheDatabase() {
    assertThat(setting("transaction_isolation")).isEqualTo("read committed");
    assertThat(setting("jit")).isEqualTo("off");
  }

  private String setting(String name) {
    return jdbc.queryForObject("select current_setting(?)", String.class, name);
  }

  @Test
  void leavesNoStatementBehindThatNobodyWaitsForAnyMore() throws SQLException {
    try (Connection holder = holdingTheRow();
        Connection waiting = dataSource.getConnection()) {
      CompletableFuture<Void> wait = runAsync(() -> takeTheRow(waiting));
      await().until(() -> waitingForALock() == 1);

      waiting.unwrap(Connection.class).abort(Runnable::run);

      assertThatThrownBy(wait::join).isInstanceOf(CompletionException.class);
      // Long before the wait for the lock would end.
      await().atMost(Duration.ofSeconds(10)).until(() -> waitingForALock() == 0);
      holder.rollback();
    }
  }

  private Connection holdingTheRow() throws SQLException {
    // Not one of the service's: those may not rest within a transaction.
    Connection holder = DriverManager.getConnection(url, user, password);
    holder.setAutoCommit(false);
    execute(holder, TAKE_THE_ROW);
    return holder;
  }

  private static void takeTheRow(Connection connection) {
    try {
      execute(connection, TAKE_THE_ROW);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int waitingForALock() {
    return jdbc.queryForObject(
        """
        select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'
        """,
        Integer.class);
  }
}
