package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.messaging.Retention.Removed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.support.TransactionTemplate;

class RemovalIT {

  private static final Duration DAYS_90 = Duration.ofDays(90);

  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private JdbcTemplate jdbc;
  private TransactionTemplate transaction;
  private Retention parkedEvents;

  @BeforeEach
  void parkedEventsOfManyKinds() {
    String database = TestServers.freshDatabase("removal");
    DataSource dataSource =
        new DriverManagerDataSource(TestServers.jdbcUrl(database), database, database);
    Flyway.configure().dataSource(dataSource).locations("classpath:db/messaging").load().migrate();
    jdbc = new JdbcTemplate(dataSource);
    transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    Outbox outbox =
        new Outbox(
            new OutboxTable(jdbc),
            new Tracing(io.opentelemetry.api.OpenTelemetry.noop()),
            () -> {});
    ParkingLot parkingLot = new ParkingLot(jdbc, outbox, EventSource.INVENTORY_SERVICE);
    parkedEvents = new Retention("parked_event", DAYS_90, parkingLot::removeResolved);
  }

  @Test
  void removesWhatWasResolvedLongAgoInSmallSteps() {
    park(2 * Removal.STEP + 1, "DISCARDED", 91);
    park(3, "REPLAYED", 89);
    park(5, "PARKED", 400);
    Removal removal = removal(parkedEvents);

    List<Duration> rests = List.of(removal.get(), removal.get(), removal.get());

    assertThat(rests).containsExactly(Removal.PAUSE, Removal.PAUSE, Removal.INTERVAL);
    assertThat(statuses()).containsExactly("PARKED", "REPLAYED");
    assertThat(count()).isEqualTo(8);
    assertThat(removed("parked_event")).isEqualTo(2 * Removal.STEP + 1);
  }

  @Test
  void waitsForNoLockAndRemovesTheRowLater() {
    park(2, "DISCARDED", 91);
    Removal removal = removal(parkedEvents);

    transaction.executeWithoutResult(_ -> {
      jdbc.queryForList("select id from parked_event order by id limit 1 for update");
      inAnotherThread(removal::get);
      assertThat(removed("parked_event")).isEqualTo(1);
    });

    removal.get();
    assertThat(count()).isZero();
  }

  @Test
  void holdsUpNobodyWhoWritesMeanwhile() {
    park(10 * Removal.STEP, "DISCARDED", 91);
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              jdbc.execute("select 1");
              while (!over.get()) {
                transaction.executeWithoutResult(_ -> {
                  // Longer than a step takes, shorter than it would be if it met a lock of it.
                  jdbc.execute("set local lock_timeout = '1s'");
                  jdbc.update(
                      "update parked_event set attempts = attempts + 1 where status = 'PARKED'");
                  park(1, "PARKED", 0);
                });
                written.incrementAndGet();
              }
            });
    Removal removal = removal(parkedEvents);

    while (removal.get().equals(Removal.PAUSE)) assertThat(writer.isAlive()).isTrue();
    await().until(() -> written.get() > 1);
    over.set(true);
    join(writer);

    assertThat(statuses()).containsExactly("PARKED");
    assertThat(count()).isEqualTo(written.get());
  }

  @Test
  void sharesTheWorkWithAnotherInstance() {
    park(4 * Removal.STEP, "DISCARDED", 91);
    Removal one = removal(parkedEvents);
    Removal other = removal(parkedEvents);

    Thread beside = Thread.ofPlatform().start(() -> untilDone(other));
    untilDone(one);
    join(beside);

    assertThat(count()).isZero();
    assertThat(removed("parked_event")).isEqualTo(4 * Removal.STEP);
  }

  @Test
  void goesOnAfterAStepThatFailedAndWithTheOthersMeanwhile() {
    park(1, "DISCARDED", 91);
    AtomicInteger steps = new AtomicInteger();
    Retention failingOnce =
        new Retention(
            "other",
            DAYS_90,
            (_, _) -> {
              if (steps.getAndIncrement() == 0) throw new QueryTimeoutException("away");
              return new Removed(7, false);
            });
    Removal removal = removal(failingOnce, parkedEvents);

    assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(removal::get);

    assertThat(count()).isZero();
    assertThat(removal.get()).isEqualTo(Removal.INTERVAL);
    assertThat(removed("other")).isEqualTo(7);
  }

  @Test
  void goesOnWithTheOthersAtTheirPaceWhileOneFails() {
    park(Removal.STEP + 1, "DISCARDED", 91);
    Retention failing =
        new Retention(
            "other",
            DAYS_90,
            (_, _) -> {
              throw new QueryTimeoutException("away");
            });
    Removal removal = removal(failing, parkedEvents);

    assertThat(removal.get()).isEqualTo(Removal.PAUSE);
    assertThatExceptionOfType(QueryTimeoutException.class).isThrownBy(removal::get);

    assertThat(count()).isZero();
  }

  @Test
  void keepsForEverWhatHasNoAge() {
    Retention forEver =
        new Retention(
            "other",
            null,
            (_, _) -> {
              throw new AssertionError("asked");
            });

    assertThat(removal(forEver).get()).isEqualTo(Removal.INTERVAL);
  }

  private Removal removal(Retention... retentions) {
    return new Removal(List.of(retentions), transaction, metrics);
  }

  private void park(int count, String status, int daysAgo) {
    jdbc.update(
        """
        insert into parked_event
          (topic, partition, record_offset, digest, headers, reason, detail, status, parked_at, resolved_at)
        select 'orders', 0, 0, gen_random_uuid(), '[]', 'NOT_JSON', '', ?, now() - make_interval(days => ?),
          case when ? <> 'PARKED' then now() - make_interval(days => ?) end
        from generate_series(1, ?)
        """,
        status,
        daysAgo,
        status,
        daysAgo,
        count);
  }

  private List<String> statuses() {
    return jdbc.queryForList(
        "select distinct status from parked_event order by status", String.class);
  }

  private long count() {
    return jdbc.queryForObject("select count(*) from parked_event", Long.class);
  }

  private double removed(String table) {
    return metrics.get("orderflow.retention.removed").tag("table", table).counter().count();
  }

  private static void untilDone(Removal removal) {
    while (removal.get().equals(Removal.PAUSE)) Thread.onSpinWait();
  }

  private static void inAnotherThread(Runnable action) {
    join(Thread.ofPlatform().start(action));
  }

  private static void join(Thread thread) {
    try {
      assertThat(thread.join(Duration.ofSeconds(60))).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
