package dev.orderflow.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What is read with its locks, and the time at which it is. */
class LockedIT {

  private static JdbcTemplate jdbc;
  private static TransactionTemplate transaction;

  @BeforeAll
  static void keepThreeRows() {
    var settings = TestServers.springProperties(TestServers.freshDatabase("locked"));
    var database =
        new DriverManagerDataSource(
            settings.get("spring.datasource.url"),
            settings.get("spring.datasource.username"),
            settings.get("spring.datasource.password"));
    jdbc = new JdbcTemplate(database);
    transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    jdbc.execute("create table kept (id integer primary key)");
    jdbc.execute("insert into kept values (1), (2), (3)");
  }

  @Test
  void readsTheRows() {
    assertThat(read(3, 1, 4).rows()).containsExactly(1, 3);
  }

  @Test
  void tellsTheTimeAfterTheLastLock() {
    CompletableFuture<Locked<Integer>> waiting = new CompletableFuture<>();

    Instant stillHeld =
        transaction.execute(_ -> {
          read(2);
          waiting.completeAsync(() -> requireNonNull(transaction.execute(_ -> read(1, 2))));
          await().until(LockedIT::somebodyWaitsForALock);
          return now();
        });

    assertThat(waiting.join().rows()).containsExactly(1, 2);
    assertThat(waiting.join().at()).isAfter(stillHeld);
  }

  @Test
  void tellsTheTimeAlsoWithoutRows() {
    Instant before = now();

    Locked<Integer> nothing = read(4);

    assertThat(nothing.rows()).isEmpty();
    assertThat(nothing.at()).isBetween(before, now());
  }

  private static Locked<Integer> read(Integer... ids) {
    return Locked.read(
        jdbc,
        "select id from kept where id = any (?) order by id for no key update",
        (row, _) -> row.getInt("id"),
        (Object) ids);
  }

  private static boolean somebodyWaitsForALock() {
    List<Integer> waiting =
        jdbc.queryForList(
            "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname ="
                + " current_database()",
            Integer.class);
    return !waiting.isEmpty();
  }

  private static Instant now() {
    return requireNonNull(jdbc.queryForObject("select clock_timestamp()", OffsetDateTime.class))
        .toInstant();
  }
}
