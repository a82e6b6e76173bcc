package dev.orderflow.order.web;

import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.testing.RawHttp;
import dev.orderflow.localstack.testing.RawHttp.Response;
import dev.orderflow.localstack.testing.TestServers;
import dev.orderflow.order.Catalogue;
import dev.orderflow.order.PutProduct;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The whole service at a port, with a catalogue, on a real database and a real broker. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "orderflow.http.body-timeout=2s",
      "server.tomcat.connection-timeout=1s",
      "orderflow.order.web.max-streams=3",
      "orderflow.order.web.max-waits=3",
      "orderflow.order.web.heartbeat=200ms",
      "orderflow.order.history-retention=3650d"
    })
abstract class OrderServiceUnderTest {

  static final String TWO_MUGS =
      """
      {"customer": {"name": "Ada Lovelace", "email": "ada@example.com"},
       "lines": [{"sku": "MUG-01", "quantity": 2}],
       "payment": {"token": "pm_card_visa"},
       "shippingAddress": {"line1": "12 St James Sq", "line2": null, "city": "London",
                           "postalCode": "SW1Y 4JH", "country": "GB"},
       "expectedTotal": {"amount": "25.80", "currency": "EUR"}}
      """;

  @LocalServerPort int port;
  @Autowired JdbcClient jdbc;
  @Autowired Catalogue catalogue;
  RawHttp http;

  @DynamicPropertySource
  static void servers(DynamicPropertyRegistry registry) {
    TestServers.springProperties(Database.NAME)
        .forEach((name, value) -> registry.add(name, () -> value));
  }

  private static final class Database {
    static final String NAME = TestServers.freshDatabase("orders_web");
  }

  @BeforeEach
  void stockTheShop() {
    http = new RawHttp(port);
    catalogue.put(new PutProduct("MUG-01", "Mug", Money.of("12.90", "EUR"), true));
    catalogue.put(new PutProduct("LAMP-01", "Lamp", Money.of("50.00", "EUR"), true));
    catalogue.put(new PutProduct("OLD-01", "Last year's mug", Money.of("9.90", "EUR"), false));
    catalogue.put(new PutProduct("TEA-01", "Tea", Money.of("800", "JPY"), true));
    catalogue.put(new PutProduct("YACHT-01", "Yacht", Money.of("999999999999.00", "EUR"), true));
  }

  static String headers(String key) {
    return "Content-Type: application/json\r\nIdempotency-Key: " + key + "\r\n";
  }

  static String key() {
    return UUID.randomUUID().toString();
  }

  long ordersStored() {
    return jdbc.sql("select count(*) from orders").query(Long.class).single();
  }

  interface Request {
    Response send() throws Exception;
  }

  static CompletableFuture<Response> inBackground(Request request) {
    CompletableFuture<Response> response = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      try {
        response.complete(request.send());
      } catch (Throwable e) {
        response.completeExceptionally(e);
      }
    });
    return response;
  }
}
