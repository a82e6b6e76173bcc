package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.AbstractDataSource;

class DatabaseStartTest {

  private final Away database = new Away();

  @Test
  void endsItsWaitWhenTheProcessIsToldToStop() {
    CompletableFuture<Void> start = new CompletableFuture<>();
    Thread waiting = Thread.ofPlatform().start(() -> complete(start));
    await().until(() -> database.asked.get() > 0);

    waiting.interrupt();

    assertThat(start)
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void goesOnAtOnceWhenTheDatabaseIsThere() {
    database.away = 0;

    DatabaseStart.await(database, "orders");

    assertThat(database.asked).hasValue(1);
  }

  private void complete(CompletableFuture<Void> start) {
    try {
      DatabaseStart.await(database, "orders");
      start.complete(null);
    } catch (IllegalStateException e) {
      start.completeExceptionally(e);
    }
  }

  private static final class Away extends AbstractDataSource {

    final AtomicInteger asked = new AtomicInteger();
    volatile int away = Integer.MAX_VALUE;

    @Override
    public Connection getConnection() throws SQLException {
      if (asked.getAndIncrement() < away) throw new SQLException("Connection refused");
      return (Connection)
          Proxy.newProxyInstance(
              Connection.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (_, _, _) -> null);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }
  }
}
