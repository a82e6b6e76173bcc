package dev.orderflow.systemtests;

import static dev.orderflow.systemtests.Shop.GOOD_CARD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.wire.Decoded;
import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.Witness.PostOffice;
import dev.orderflow.systemtests.Witness.Trouble;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Services that are killed exactly between two steps. What holds them there is done from outside: a
 * broker that is away or frozen, a slow provider or mail server, a lock on the row that they are
 * about to write.
 */
class CrashPointsIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final LocalStack stack = TheStack.running();
  private final Shop shop = new Shop(stack.ports());
  private final Database database = new Database(stack.ports());
  private final Topics topics = new Topics(stack.ports());
  private final FactFinder finder = new FactFinder(stack.ports());

  @AfterEach
  void heal() {
    shop.healTheProvider();
    shop.misbehaveAtTheInbox(Map.of());
  }

  @Test
  void publishesAfterACrashBetweenCommitAndPublish() {
    String mug = shop.product(10);
    stack.kafka().process().kill();

    String order = shop.orders(mug, 1, GOOD_CARD);
    killed(Service.ORDER);
    assertThat(pendingOf(order)).isEqualTo(1);
    stack.kafka().start();
    stack.service(Service.ORDER).start();

    shop.awaitSettled(order, "CONFIRMED");
    keptEveryPromise();
  }

  @Test
  void publishesAgainAfterACrashBetweenPublishAndDelete() throws Exception {
    String mug = shop.product(10);
    stack.kafka().process().pause();
    String order = shop.orders(mug, 1, GOOD_CARD);

    try (Connection lock = lock(Service.ORDER, "outbox where " + isAbout(order))) {
      stack.kafka().process().resume();
      await().atMost(LONG).until(() -> createdOnTheTopic(order) > 0);
      assertThat(pendingOf(order)).isPositive();
      killed(Service.ORDER);
      forgetTheDead(lock);
      lock.rollback();
    }
    stack.service(Service.ORDER).start();

    shop.awaitSettled(order, "CONFIRMED");
    assertThat(createdOnTheTopic(order)).isGreaterThan(1);
    assertThat(shop.eventTypes(order)).doesNotHaveDuplicates();
    keptEveryPromise();
  }

  @Test
  void chargesOnceAfterACrashBetweenTheProvidersAnswerAndTheCommit() throws Exception {
    String mug = shop.product(10);
    shop.misbehaveAtTheProvider(Map.of("operations", List.of("AUTHORIZE"), "delayMillis", 3000));
    String order = shop.orders(mug, 1, GOOD_CARD);
    await()
        .atMost(LONG)
        .until(() -> count(Service.PAYMENT, "payment where attempts > 0 and " + is(order)) == 1);

    try (Connection lock = lock(Service.PAYMENT, "payment where " + is(order))) {
      await().atMost(LONG).until(() -> shop.ledgerOf(order).contains("AUTHORIZED"));
      killed(Service.PAYMENT);
      assertThat(count(Service.PAYMENT, "payment where state = 'NEW' and " + is(order)))
          .isEqualTo(1);
      forgetTheDead(lock);
      lock.rollback();
    }
    shop.healTheProvider();
    stack.service(Service.PAYMENT).start();

    shop.awaitSettled(order, "CONFIRMED");
    assertThat(shop.ledgerOf(order)).containsExactly("AUTHORIZED", "CAPTURED");
    keptEveryPromise();
  }

  @Test
  void mailsUnderOneIdentityAfterACrashBetweenTheMailServersAnswerAndTheCommit() throws Exception {
    Instant before = Instant.now();
    String mug = shop.product(10);
    shop.misbehaveAtTheInbox(Map.of("slow", Map.of("millis", 3000)));
    String order = shop.orders(mug, 1, GOOD_CARD);
    await()
        .atMost(LONG)
        .until(() ->
            count(Service.NOTIFICATION, "notification where attempts > 0 and " + is(order)) == 1);

    try (Connection lock = lock(Service.NOTIFICATION, "notification where " + is(order))) {
      await().atMost(LONG).until(() -> mailsOf(order).size() == 1);
      killed(Service.NOTIFICATION);
      assertThat(
              count(Service.NOTIFICATION, "notification where state = 'PENDING' and " + is(order)))
          .isEqualTo(1);
      forgetTheDead(lock);
      lock.rollback();
    }
    shop.misbehaveAtTheInbox(Map.of());
    stack.service(Service.NOTIFICATION).start();

    shop.awaitSettled(order, "CONFIRMED");
    assertThat(mailsOf(order)).hasSize(2);
    assertThat(mailsOf(order).stream().distinct()).hasSize(1);
    TheStack.TROUBLES.add(new Trouble(before, Instant.now()));
    keptEveryPromise();
  }

  private void keptEveryPromise() {
    await().atMost(LONG).until(finder::isQuiet);
    PostOffice postOffice = new PostOffice("", List.copyOf(TheStack.TROUBLES));
    assertThat(Invariants.violatedBy(finder.gather(), Witness.of(postOffice))).isEmpty();
  }

  private void killed(Service service) {
    ServiceProcess victim = stack.service(service);
    victim.kill();
    assertThat(victim.process().isAlive()).isFalse();
  }

  /** To be rolled back and closed. */
  private Connection lock(Service service, String rows) throws SQLException {
    Connection connection = database.connect(service);
    connection.setAutoCommit(false);
    try (var locked =
        connection.createStatement().executeQuery("select 1 from " + rows + " for update")) {
      assertThat(locked.next()).as("a row to lock").isTrue();
    }
    return connection;
  }

  /**
   * PostgreSQL does not see that a client died while it waits for a lock, and would carry out the
   * statement, commit included, once the lock is free: one moment later than the crash meant here.
   */
  private static void forgetTheDead(Connection lock) throws SQLException {
    String others =
        "pg_stat_activity where datname = current_database() and usename = current_user and pid <>"
            + " pg_backend_pid()";
    try (var statement = lock.createStatement()) {
      statement.execute("select pg_terminate_backend(pid, 10000) from " + others);
    }
  }

  private long pendingOf(String order) {
    return count(Service.ORDER, "outbox where " + isAbout(order));
  }

  private long count(Service service, String rows) {
    return database.number(service, "select count(*) from " + rows);
  }

  private static String isAbout(String order) {
    return "convert_from(record_key, 'UTF8') = '" + order + "'";
  }

  private static String is(String order) {
    return "order_id = '" + order + "'";
  }

  private long createdOnTheTopic(String order) {
    return topics.latest("orders", 20).stream()
        .filter(record -> new String(record.key(), UTF_8).equals(order))
        .filter(record -> Topics.decode(record) instanceof Decoded.Known known && isCreated(known))
        .count();
  }

  private static boolean isCreated(Decoded.Known known) {
    return known.envelope().data() instanceof OrderCreated;
  }

  private List<String> mailsOf(String order) {
    return Stream.of(shop.mails(0, 100).get("messages"))
        .flatMap(JsonNode::valueStream)
        .map(mail -> mail.get("MessageID").asString())
        .filter(id -> id.contains(order))
        .toList();
  }
}
