package dev.orderflow.systemtests;

import static dev.orderflow.systemtests.Shop.GOOD_CARD;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.LocalStack;
import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Http.Answer;
import dev.orderflow.systemtests.reconcile.Reconcile;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an operator sees of a stuck order, and that what it says repairs it. */
class RecoveryIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  private final LocalStack stack = TheStack.running();
  private final Shop shop = new Shop(stack.ports());
  private final FactFinder finder = new FactFinder(stack.ports());
  private final Database database = new Database(stack.ports());
  private final Http http = new Http();

  @AfterEach
  void heal() {
    shop.healTheProvider();
  }

  @Test
  void namesTheErrorOfTheProviderAndTheServiceThatKnowsIt() {
    String mug = shop.product(5);
    shop.misbehaveAtTheProvider(Map.of("then", "ERROR"));
    String order = shop.orders(mug, 1, GOOD_CARD);
    await()
        .atMost(LONG)
        .until(() -> diagnosis(Service.PAYMENT, order).at("/waits/0/lastError").isString());
    await().atMost(LONG).until(() -> diagnosis(Service.ORDER, order).get("waits").size() == 1);

    JsonNode atPayment = diagnosis(Service.PAYMENT, order).at("/waits/0");
    JsonNode atOrder = diagnosis(Service.ORDER, order).at("/waits/0");
    shop.healTheProvider();

    assertThat(atOrder.get("owedBy").asString()).isEqualTo("payment-service");
    assertThat(atPayment.get("owedBy").asString()).isEqualTo("payment-provider");
    assertThat(atPayment.get("lastError").asString()).contains("status 500");
    assertThat(atPayment.get("nextAttemptAt").asString()).isNotEmpty();
    shop.awaitSettled(order, "CONFIRMED");
    for (Service service : Service.values()) {
      await().atMost(LONG).until(() -> !diagnosis(service, order).get("open").asBoolean());
    }
  }

  @Test
  void namesAParkedEventAndTheActionThatRepairsTheOrder() {
    String mug = shop.product(5);
    String order = parkedAtInventoryService(mug);

    JsonNode first = diagnosis(Service.INVENTORY, order).get("action");
    while (diagnosis(Service.INVENTORY, order).at("/action/kind").asString().equals("REPLAY")) {
      Answer replayed = send(diagnosis(Service.INVENTORY, order).get("action"));
      assertThat(replayed.json().get("status").asString()).isEqualTo("REPLAYED");
    }

    assertThat(first.get("text").asString()).startsWith("Replay parked event ");
    assertThat(diagnosis(Service.INVENTORY, order).get("parkedEvents")).isEmpty();
    shop.awaitSettled(order, "CONFIRMED");
    // The other tests look for parked events that nobody has explained.
    change(Service.INVENTORY, "delete from parked_event where order_id = '" + order + "'");
  }

  @Test
  void tellsTheStoryOfAnOrderThatBreaksAPromise() {
    String mug = shop.product(5);
    String order = shop.orders(mug, 1, GOOD_CARD);
    shop.awaitSettled(order, "CONFIRMED");
    await().atMost(LONG).until(finder::isQuiet);

    String before = reconcile(0);
    change(
        Service.PAYMENT, "update payment set amount = amount + 1 where order_id = '" + order + "'");
    String broken = reconcile(1);
    change(
        Service.PAYMENT, "update payment set amount = amount - 1 where order_id = '" + order + "'");

    assertThat(before).contains("No promise is broken.");
    assertThat(broken)
        .contains("Order " + order, "M2", "dev.orderflow.OrderConfirmed.v1")
        .contains("order-service: The order is CONFIRMED and settled.")
        .contains("1 orders.");
  }

  private String reconcile(int exitCode) {
    List<String> ports =
        Arrays.stream(Port.values())
            .flatMap(port -> Stream.of(port.option(), String.valueOf(stack.ports().of(port))))
            .toList();
    ByteArrayOutputStream said = new ByteArrayOutputStream();

    int exit = Reconcile.run(ports, new PrintStream(said, true, UTF_8));

    assertThat(exit).as(said.toString(UTF_8)).isEqualTo(exitCode);
    return said.toString(UTF_8);
  }

  /** As after a bad deployment: the code fails, until it is repaired. */
  private String parkedAtInventoryService(String sku) {
    change(Service.INVENTORY, "alter table reservation rename to broken");
    try {
      String order = shop.orders(sku, 1, GOOD_CARD);
      await().atMost(LONG).until(() -> isParked(order));
      assertThat(diagnosis(Service.ORDER, order).get("summary").asString())
          .contains("inventory-service to reserve the stock");
      return order;
    } finally {
      change(Service.INVENTORY, "alter table broken rename to reservation");
    }
  }

  private boolean isParked(String order) {
    String parked = "select 1 from parked_event where order_id = '" + order + "'";
    return !database.query(Service.INVENTORY, parked, row -> row.getInt(1)).isEmpty();
  }

  private void change(Service service, String sql) {
    String database = service.database();
    String url = stack.postgres().jdbcUrl(database);
    try (Connection connection = DriverManager.getConnection(url, database, database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode diagnosis(Service service, String order) {
    return answer(service, order).json();
  }

  private Answer answer(Service service, String order) {
    return http.get(url(service) + "/orders/" + order + "/diagnosis");
  }

  private Answer send(JsonNode action) {
    String[] request = action.get("request").asString().split(" ", -1);
    assertThat(request[0]).isEqualTo("POST");
    return http.post(
        "http://localhost:" + portOf(action.get("service").asString()) + request[1],
        Map.of(),
        Map.of("X-Operator", "ada"));
  }

  private int portOf(String service) {
    return Arrays.stream(Service.values())
        .filter(it -> it.folder().equals(service))
        .mapToInt(it -> stack.ports().of(it.port()))
        .findFirst()
        .orElseThrow();
  }

  private String url(Service service) {
    return stack.ports().url(service.port());
  }
}
