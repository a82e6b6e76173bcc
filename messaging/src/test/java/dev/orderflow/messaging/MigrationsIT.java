package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@ExtendWith(OutputCaptureExtension.class)
class MigrationsIT {

  private final String name = TestServers.freshDatabase("migrations");
  private final DriverManagerDataSource database =
      new DriverManagerDataSource(TestServers.jdbcUrl(name), name, name);
  private final JdbcTemplate jdbc = new JdbcTemplate(database);
  private final Migrations migrations = new Migrations(name, Duration.ofMillis(50));

  @Test
  void waitsForADumpAndMigratesThen(CapturedOutput log) throws SQLException {
    messagingTablesOfTheFirstVersion();
    jdbc.execute("alter role %s set lock_timeout = '50ms'".formatted(name));
    CompletableFuture<Void> start;

    try (Connection dump = database.getConnection();
        Statement statement = dump.createStatement()) {
      dump.setAutoCommit(false);
      statement.execute("lock table parked_event in access share mode");
      start = CompletableFuture.runAsync(() -> migrations.migrate(configured()));
      await().until(() -> triedTwice(log) || start.isDone());
      assertThat(start).isNotDone();
    }

    start.join();
    assertThat(jdbc.queryForList("select tried_at from parked_event")).isEmpty();
  }

  @Test
  void endsTheStartOnAMigrationThatNoRepetitionMends() {
    jdbc.execute("create table flyway_messaging_history (strange integer)");

    assertThatExceptionOfType(FlywayException.class)
        .isThrownBy(() -> migrations.migrate(configured()));
  }

  private void messagingTablesOfTheFirstVersion() {
    Flyway.configure()
        .configuration(configured().getConfiguration())
        .table("flyway_messaging_history")
        .locations("classpath:db/messaging")
        .target("1")
        .load()
        .migrate();
  }

  private Flyway configured() {
    return Flyway.configure().dataSource(database).load();
  }

  private boolean triedTwice(CapturedOutput log) {
    String line = "The start waits for a migration of %s: ERROR: canceling".formatted(name);
    return log.getAll().lines().filter(each -> each.contains(line)).count() > 1;
  }
}
