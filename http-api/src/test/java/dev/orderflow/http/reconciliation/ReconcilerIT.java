package dev.orderflow.http.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class ReconcilerIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final ReconciliationSettings SETTINGS =
      new ReconciliationSettings(DAY, Duration.ofHours(1));

  private static JdbcTemplate jdbc;

  private final ReconciliationTable table = new ReconciliationTable(jdbc);
  private Reconciler reconciler = new Reconciler(_ -> {}, table, SETTINGS);

  @BeforeAll
  static void makeTheTable() {
    String name = TestServers.freshDatabase("reconciliation");
    var database = new DriverManagerDataSource(TestServers.jdbcUrl(name), name, name);
    Flyway.configure().dataSource(database).locations("classpath:db/messaging").load().migrate();
    jdbc = new JdbcTemplate(database);
  }

  @BeforeEach
  void neverRanBefore() {
    jdbc.execute("delete from reconciliation");
    jdbc.execute("insert into reconciliation default values");
  }

  @AfterEach
  void stop() {
    reconciler.stop();
  }

  @Test
  void keepsWhatARunHasFound() {
    reconcile(run -> {
      run.found("stock", "MUG-01", "one too many");
      run.checked(7);
    });
    awaitEnd();

    ReconciliationView latest = table.latest();
    assertThat(latest.findings()).containsExactly(new Finding("stock", "MUG-01", "one too many"));
    assertThat(latest.checked()).isEqualTo(7);
    assertThat(latest.found()).isEqualTo(1);
    assertThat(latest.failed()).isFalse();
    assertThat(latest.finishedAt()).isAfterOrEqualTo(latest.startedAt());
    assertThat(table.found()).isEqualTo(1);
    assertThat(table.age()).isBetween(0.0, 60.0);
  }

  @Test
  void hasNothingToShowBeforeTheFirstRun() {
    assertThat(table.latest())
        .isEqualTo(new ReconciliationView(false, false, null, null, 0, 0, List.of()));
    assertThat(table.found()).isEqualTo(-1);
  }

  @Test
  void runsOneAtATimeOverAllInstances() {
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    reconciler =
        new Reconciler(
            _ -> {
              runs.incrementAndGet();
              awaitLatch(hold);
            },
            table,
            SETTINGS);
    reconciler.start();

    reconciler.begin();
    reconciler.begin();
    boolean another = table.begin(UUID.randomUUID(), MINUTE);
    hold.countDown();

    assertThat(another).isFalse();
    awaitEnd();
    assertThat(runs).hasValue(1);
  }

  @Test
  void isDueOnceAnIntervalAfterTheLatestRunBegan() {
    assertThat(table.begin(UUID.randomUUID(), MINUTE, DAY)).isFalse();

    jdbc.update("update reconciliation set started_at = now() - interval '1 day'");

    assertThat(table.begin(UUID.randomUUID(), MINUTE, DAY)).isTrue();
    assertThat(table.begin(UUID.randomUUID(), MINUTE, DAY)).isFalse();
  }

  @Test
  void takesOverFromADeadInstanceWhenItsLeaseHasRunOut() {
    UUID dead = UUID.randomUUID();
    table.begin(dead, MINUTE);
    jdbc.update("update reconciliation set leased_until = now() - interval '1 second'");

    assertThat(table.begin(UUID.randomUUID(), MINUTE)).isTrue();

    assertThat(table.renew(dead, MINUTE)).isFalse();
  }

  @Test
  void endsARunThatAnotherInstanceHasTakenOver() {
    UUID other = UUID.randomUUID();
    reconcile(run -> {
      jdbc.update("update reconciliation set holder = ?", other);
      run.found("stock", "MUG-01", "not to be kept");
      run.checked(1);
    });

    assertThat(table.latest().running()).isTrue();
    assertThat(table.latest().found()).isZero();
    assertThat(table.renew(other, MINUTE)).isTrue();
  }

  @Test
  void givesUpWhatFailsAndKeepsTheResultBefore() {
    reconcile(run -> run.found("stock", "MUG-01", "one too many"));
    awaitEnd();

    reconcile(run -> {
      throw new QueryTimeoutException("down");
    });

    awaitEnd();
    ReconciliationView latest = table.latest();
    assertThat(latest.failed()).isTrue();
    assertThat(latest.startedAt()).isAfter(latest.finishedAt());
    assertThat(latest.found()).isEqualTo(1);
  }

  @Test
  void saysThatTheFirstRunFailed() {
    reconcile(run -> {
      throw new QueryTimeoutException("down");
    });
    awaitEnd();

    ReconciliationView latest = table.latest();
    assertThat(latest.failed()).isTrue();
    assertThat(latest.startedAt()).isNotNull();
    assertThat(latest.finishedAt()).isNull();
  }

  @Test
  void saysThatTheRunOfADeadInstanceFailed() {
    table.begin(UUID.randomUUID(), MINUTE);
    assertThat(table.latest().failed()).isFalse();

    jdbc.update("update reconciliation set leased_until = now() - interval '1 second'");

    assertThat(table.latest().failed()).isTrue();
  }

  private void reconcile(Reconciling reconciling) {
    CountDownLatch done = new CountDownLatch(1);
    Reconciling observed =
        run -> {
          try {
            reconciling.reconcile(run);
          } finally {
            done.countDown();
          }
        };
    reconciler = new Reconciler(observed, table, SETTINGS);
    reconciler.start();
    reconciler.begin();
    awaitLatch(done);
  }

  private void awaitEnd() {
    await().until(() -> !table.latest().running());
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
