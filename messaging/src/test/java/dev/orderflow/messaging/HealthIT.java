package dev.orderflow.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.TestServers;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A service is never healthy and deaf, and never restarted for what a restart would not bring. */
@SpringBootTest(
    classes = TestService.class,
    webEnvironment = SpringBootTest.WebEnvironment.NONE,
    properties = {
      "spring.application.name=payment-service",
      "orderflow.messaging.max-poll-records=1",
      "spring.datasource.hikari.connection-timeout=500",
      "spring.datasource.hikari.validation-timeout=250"
    })
@Import(HealthIT.Time.class)
class HealthIT {

  private static final String DATABASE = TestServers.freshDatabase("health");
  private static final Topics topics = new Topics();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Autowired TestService.Answering service;
  @Autowired MessagingHealth health;
  @Autowired ConsumerLag lag;
  @Autowired Backlog backlog;
  @Autowired MeterRegistry metrics;
  @Autowired MovableTime time;

  @TestConfiguration
  static class Time {

    @Bean
    MovableTime time() {
      return new MovableTime();
    }

    @Bean
    Pulses pulses(MeterRegistry metrics, MovableTime time) {
      return new Pulses(metrics, time);
    }
  }

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(DATABASE)
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  @BeforeAll
  static void whereTheServiceAnswers() {
    topics.create("inventory");
  }

  @AfterEach
  void isWellAgain() throws SQLException {
    asSuperuser("alter database \"" + DATABASE + "\" with allow_connections true");
    service.before = _ -> {};
    await().atMost(PATIENCE).until(() -> status().equals("UP"));
  }

  @AfterAll
  static void hangUp() {
    topics.close();
  }

  @Test
  void reportsAListenerThatHangsAndShowsItsLag() {
    CountDownLatch hang = hangsWithAnOrder();
    for (int i = 0; i < 5; i++) topics.sendOrder();

    time.passes(Pulse.LONGEST_SILENCE.plusSeconds(10));

    await().atMost(PATIENCE).until(() -> reason().contains("consumer-0 has given no sign of life"));
    lag.measure();
    assertThat(lagOfOrders()).isGreaterThanOrEqualTo(6);
    hang.countDown();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          lag.measure();
          assertThat(lagOfOrders()).isZero();
        });
    assertThat(backlog.age().orElseThrow()).isLessThan(PATIENCE);
  }

  @Test
  void showsThatMoreComesThanItTakesAtATime() {
    CountDownLatch hang = hangsWithAnOrder();

    assertThat(backPressure()).isOne();
    hang.countDown();
    await().atMost(PATIENCE).until(() -> backPressure() == 0);
  }

  @Test
  void reportsAnErrorThatLastsAndGoesOnWhenItIsGone() {
    service.before =
        _ -> {
          throw new NoClassDefFoundError("gone");
        };
    UUID order = topics.sendOrder();
    await().atMost(PATIENCE).until(() -> failing("consumer-0") > 0);

    time.passes(Pulse.LONGEST_ERROR);

    await().atMost(PATIENCE).until(() -> reason().contains("NoClassDefFoundError"));
    service.before = _ -> {};
    await().atMost(PATIENCE).until(() -> service.handled.contains(order));
  }

  @Test
  void staysUpWithoutTheDatabaseAndShowsIt() throws SQLException {
    asSuperuser("alter database \"" + DATABASE + "\" with allow_connections false");
    asSuperuser(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
            + DATABASE
            + "'");
    topics.sendOrder();

    await().atMost(PATIENCE).until(() -> failing("consumer-0") > 0 && failing("outbox-relay") > 0);
    await().atMost(PATIENCE).until(() -> failing("consumer-0") >= 600 || tenMinutesPass());

    await().atMost(PATIENCE).until(() -> status().equals("UP"));
    asSuperuser("alter database \"" + DATABASE + "\" with allow_connections true");
    await().atMost(PATIENCE).until(() -> failing("consumer-0") + failing("outbox-relay") < 60);
  }

  /** The listener has an order and goes on with it when the latch is counted down. */
  private CountDownLatch hangsWithAnOrder() {
    CountDownLatch hang = new CountDownLatch(1);
    CountDownLatch hanging = new CountDownLatch(1);
    service.before =
        _ -> {
          hanging.countDown();
          awaitLatch(hang);
        };
    topics.sendOrder();
    awaitLatch(hanging);
    return hang;
  }

  // In the middle of a poll they look like one without records, after which all was well.
  private boolean tenMinutesPass() {
    time.passes(Duration.ofMinutes(10));
    return false;
  }

  private String status() {
    return health.health().getStatus().getCode();
  }

  private String reason() {
    return String.valueOf(health.health().getDetails().get("reason"));
  }

  private double lagOfOrders() {
    return metrics.get("orderflow.consumer.lag").tag("topic", "orders").gauge().value();
  }

  private double backPressure() {
    return metrics.get("orderflow.back.pressure").gauge().value();
  }

  private double failing(String loop) {
    var gauge = metrics.find("orderflow.loop.failing.seconds").tag("loop", loop).gauge();
    // Before its first round a loop is not known.
    return gauge == null ? 0 : gauge.value();
  }

  private static void asSuperuser(String sql) throws SQLException {
    var server = TestServers.databases();
    try (Connection connection =
            DriverManager.getConnection(server.jdbcUrl(), server.superuser(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(2, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
