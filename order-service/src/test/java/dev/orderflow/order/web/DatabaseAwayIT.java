package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import dev.orderflow.localstack.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAwayIT extends OrderServiceUnderTest {

  /** What a client may notice after the database is back. */
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  private String database;

  @BeforeEach
  void rememberTheDatabase() {
    database = jdbc.sql("select current_database()").query(String.class).single();
  }

  @AfterEach
  void bringTheDatabaseBack() throws SQLException {
    asSuperuser("alter database \"" + database + "\" with allow_connections true");
    await().atMost(RECOVERY).until(() -> http.send("GET /orders", "", "").status() == 200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /orders",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/events",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/stream",
        "GET /products",
        "GET /parked-events",
        "GET /parked-events/causes",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/diagnosis",
        "GET /reconciliation",
        "POST /reconciliation",
        "POST /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/cancellation"
      })
  void saysThatItIsUnavailableForAMoment(String line) throws Exception {
    takeTheDatabaseAway();

    isUnavailable(http.send(line, "", ""));
  }

  @Test
  void saysThatItIsUnavailableWhileSomebodyLocksTheOrders() throws Exception {
    long before = ordersStored();
    try (Connection connection =
            DriverManager.getConnection(TestServers.jdbcUrl(database), database, database);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table orders in share mode");

      isUnavailable(http.send("POST /orders", headers(key()), TWO_MUGS));
    }

    assertThat(ordersStored()).isEqualTo(before);
  }

  @Test
  void takesOrdersAgainAfterwards() throws Exception {
    String key = key();
    takeTheDatabaseAway();
    isUnavailable(http.send("POST /orders", headers(key), TWO_MUGS));

    bringTheDatabaseBack();

    Response response = http.send("POST /orders", headers(key), TWO_MUGS);
    assertThat(response.status()).isEqualTo(201);
  }

  @Test
  void answersWithTheOrderAsPlacedToAClientThatWaitsForItsOutcomeMeanwhile() throws Exception {
    long before = ordersStored();
    CompletableFuture<Response> waiting =
        inBackground(
            () -> http.send("POST /orders", headers(key()) + "Prefer: wait=3\r\n", TWO_MUGS));
    await().until(() -> ordersStored() == before + 1);

    takeTheDatabaseAway();

    Response response = waiting.get(30, SECONDS);
    assertThat(response.status()).as(response.body()).isEqualTo(201);
    assertThat(response.json().get("status").asString()).isEqualTo("PENDING");
    bringTheDatabaseBack();
    assertThat(http.send("GET " + response.headers().get("Location"), "", "").json())
        .isEqualTo(response.json());
  }

  private static void isUnavailable(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(503);
    assertThat(response.type()).isEqualTo("application/problem+json");
    assertThat(response.headers()).containsKey("Retry-After");
    assertThat(response.json().get("type").asString())
        .isEqualTo("https://orderflow.dev/problems/unavailable");
  }

  private void takeTheDatabaseAway() throws SQLException {
    asSuperuser("alter database \"" + database + "\" with allow_connections false");
    asSuperuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s'"
            .formatted(database));
  }

  private static void asSuperuser(String sql) throws SQLException {
    var server = TestServers.databases();
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.superuser(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
