package dev.orderflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.localstack.inbox.Faults;
import dev.orderflow.localstack.inbox.Inbox;
import dev.orderflow.localstack.testing.TestServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.convention.TestBean;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The service on real servers and a mail server that misbehaves on request; one for all tests. Its
 * clock is wrong.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.notification.lease=3s",
      "orderflow.notification.first-retry=100ms",
      "orderflow.notification.from=Orderflow <orders@shop.example>",
      "logging.structured.format.console=",
      "logging.level.root=warn"
    })
public abstract class RunningNotifications {

  protected static final Topics topics = new Topics();
  protected static final Inbox inbox = startInbox();
  protected static final Mailbox mailbox = new Mailbox(inbox);

  @Autowired protected JdbcTemplate jdbc;
  @TestBean protected Clock clock;
  @LocalServerPort private int port;
  protected RestTestClient http;

  static Clock clock() {
    return Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
  }

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties("notifications")
        .forEach((name, value) -> registry.add(name, () -> value));
    registry.add("spring.mail.port", inbox::smtpPort);
  }

  @BeforeEach
  void connect() {
    http = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
  }

  @AfterEach
  void heal() {
    inbox.misbehave(Faults.NONE);
  }

  /** Waits until the service has said so much about an order, and gives all of it. */
  protected static List<EventEnvelope<?>> awaitAnswers(UUID orderId, int count) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(topics.answers(orderId)).hasSizeGreaterThanOrEqualTo(count));
    return topics.answers(orderId);
  }

  private static Inbox startInbox() {
    try {
      return Inbox.start(Files.createTempDirectory("inbox"), 0, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
