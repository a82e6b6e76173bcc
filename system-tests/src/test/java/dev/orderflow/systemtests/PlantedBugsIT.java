package dev.orderflow.systemtests;

import static dev.orderflow.systemtests.Shop.GOOD_CARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Invariants.Violation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Does to a running system what no service may do, and sees that the invariants name it. It has a
 * system of its own, which stays broken.
 */
class PlantedBugsIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  private static LocalStack stack;
  private static Path state;
  private static Shop shop;
  private static Database database;
  private static FactFinder finder;
  private static Set<Violation> known;

  @BeforeAll
  static void start() throws IOException {
    state = Files.createTempDirectory("orderflow-planted-bugs-");
    stack = new LocalStack(ImpatientSettings.isolated(state));
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
    stack.start();
    shop = new Shop(stack.ports());
    database = new Database(stack.ports());
    finder = new FactFinder(stack.ports());
    known = new HashSet<>();
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void nothingIsFoundInASoundSystem() {
    confirmed();

    assertThat(newViolations()).isEmpty();
  }

  @Test
  void namesStockThatVanishes() {
    String mug = shop.product(10);

    database.update(
        Service.INVENTORY,
        "update stock set on_hand = on_hand - 1, committed = committed + 1 where sku = '"
            + mug
            + "'");

    assertThat(newViolations()).extracting(Violation::invariant).containsExactly("S2");
  }

  @Test
  void namesASecondCharge() throws Exception {
    String order = confirmed();

    String intent =
        provider(
            "/v1/payment_intents",
            "amount=1290&currency=eur&confirm=true&capture_method=manual"
                + "&payment_method=pm_card_visa&metadata[order_id]="
                + order);
    provider("/v1/payment_intents/" + intent + "/capture", "");

    assertThat(newViolations())
        .extracting(Violation::invariant, Violation::what)
        .contains(tuple("M1", "captured more than once"));
  }

  @Test
  void namesAnEventThatWasNeverRecorded() {
    String order = confirmed();

    database.update(
        Service.INVENTORY,
        """
        insert into outbox (topic, record_key, headers, value)
        select 'inventory', convert_to('%1$s', 'UTF8'),
          '[["ce_specversion","1.0"],["ce_id","%2$s"],["ce_source","inventory-service"],'
          || '["ce_type","dev.orderflow.InventoryReserved.v1"],["ce_subject","%1$s"],'
          || '["ce_time","2026-01-15T10:04:07Z"],["ce_sequence","7"]]',
          convert_to('{"orderId":"%1$s","lines":[]}', 'UTF8')
        """
            .formatted(order, UUID.randomUUID()));

    assertThat(newViolations(strict())).extracting(Violation::invariant).contains("E1", "E2");
  }

  @Test
  void namesAnEventThatWasNeverPublished() {
    String mug = shop.product(10);
    stack.kafka().process().kill();
    String order = shop.orders(mug, 1, GOOD_CARD);
    shop.cancel(order);

    int deleted =
        database.update(
            Service.ORDER,
            "delete from outbox where headers like '%OrderCreated%' and"
                + " convert_from(record_key, 'UTF8') = '"
                + order
                + "'");
    // It has read the row already, and would publish it when the broker is back.
    stack.service(Service.ORDER).kill();
    stack.kafka().start();
    stack.service(Service.ORDER).start();

    assertThat(deleted).isEqualTo(1);
    assertThat(newViolations()).extracting(Violation::invariant).contains("E1", "E2");
  }

  @Test
  void namesAnOrderThatIsGone() {
    String mug = shop.product(10);
    String order = confirmed(mug);
    Witness witness =
        new Witness(
            List.of(new Witness.Attempt("any", null, 201, UUID.fromString(order), null, false)),
            List.of(),
            Map.of(),
            Set.of(),
            true,
            null);

    database.update(Service.ORDER, "delete from orders where id = '" + order + "'");

    assertThat(newViolations(witness)).extracting(Violation::invariant).contains("O1", "M1", "N1");
  }

  @Test
  void namesAGapInAHistory() {
    String order = confirmed();

    database.update(
        Service.ORDER, "delete from order_event where version = 2 and order_id = '" + order + "'");

    assertThat(newViolations()).extracting(Violation::invariant).contains("O4", "E1");
  }

  @Test
  void namesAnOrderThatIsNeverSettled() {
    String order = confirmed();

    database.update(
        Service.ORDER, "update orders set stock = 'RESERVED' where id = '" + order + "'");

    assertThat(newViolations()).extracting(Violation::invariant).containsExactly("O3");
  }

  @Test
  void namesASecondMail() throws Exception {
    String order = confirmed();

    mail(order);

    assertThat(newViolations()).extracting(Violation::invariant).contains("N1", "C1", "M2");
  }

  @Test
  void namesAGoodRecordThatIsParked() {
    String order = confirmed();
    Facts.Position created =
        finder.gather().published().stream()
            .filter(it -> it.orderId().equals(order) && it.type().equals("OrderCreated"))
            .findFirst()
            .orElseThrow()
            .position();

    database.update(
        Service.INVENTORY,
        """
        insert into parked_event (topic, partition, record_offset, digest, headers, reason, detail)
        values ('orders', %d, %d, gen_random_uuid(), '[]', 'FAILURE', '')
        """
            .formatted(created.partition(), created.offset()));

    assertThat(newViolations()).extracting(Violation::invariant).containsExactly("P1");
  }

  @Test
  void namesATokenInALog() throws IOException {
    Path log = stack.service(Service.ORDER).log();

    Files.writeString(
        log, "paid with pm_card_visa by ada@example.com\n", StandardOpenOption.APPEND);

    assertThat(Leaks.in(state.resolve("log")))
        .hasSize(2)
        .allMatch(it -> it.contains("order-service.log"));
  }

  @Test
  void namesWhatASecondDeliveryChanges() {
    String order = confirmed();
    await().atMost(LONG).until(finder::isQuiet);
    Facts before = finder.gather();

    // As if notification-service knew again what it has sent only by the offset.
    stack.service(Service.NOTIFICATION).stop();
    database.update(
        Service.NOTIFICATION, "delete from notification where order_id = '" + order + "'");
    new ConsumerGroups(stack.ports()).toEarliest(Service.NOTIFICATION.folder());
    stack.service(Service.NOTIFICATION).start();
    await().atMost(LONG).until(finder::isQuiet);

    assertThat(Invariants.violatedByRedelivery(before, finder.gather(), Witness.NOBODY))
        .extracting(Violation::invariant, Violation::subject)
        .contains(tuple("E3", "mails"));
  }

  /** What is broken and was not before. */
  private static List<Violation> newViolations() {
    return newViolations(Witness.NOBODY);
  }

  private static List<Violation> newViolations(Witness witness) {
    await().atMost(LONG).until(finder::isQuiet);
    return Invariants.violatedBy(finder.gather(), witness).stream().filter(known::add).toList();
  }

  /** Strangers have written nothing. */
  private static Witness strict() {
    return new Witness(List.of(), List.of(), Map.of(), Set.of(), true, null);
  }

  private static String confirmed() {
    return confirmed(shop.product(10));
  }

  private static String confirmed(String mug) {
    String order = shop.orders(mug, 1, GOOD_CARD);
    shop.awaitSettled(order, "CONFIRMED");
    return order;
  }

  /** The id of what it answers with. */
  private static String provider(String path, String form) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stack.ports().url(Port.PROVIDER) + path))
            .header("Authorization", "Bearer sk_test_planted")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return Http.JSON.readTree(answer.body()).get("id").asString();
    }
  }

  private static void mail(String order) throws IOException {
    try (Socket smtp = new Socket(InetAddress.getLoopbackAddress(), stack.ports().of(Port.SMTP))) {
      String conversation =
          """
          HELO planted
          MAIL FROM:<orders@orderflow.example>
          RCPT TO:<eve@example.com>
          DATA
          Message-ID: <%s.again@orderflow.example>
          To: eve@example.com

          Total: 1.00 EUR
          .
          QUIT
          """
              .formatted(order)
              .replace("\n", "\r\n");
      smtp.getOutputStream().write(conversation.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(smtp.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .contains("354", "221");
    }
  }
}
