package dev.orderflow.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.Port;
import dev.orderflow.localstack.Ports;
import dev.orderflow.systemtests.Http.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** What customers and operators do, in their words. */
public final class Shop {

  public static final String GOOD_CARD = "pm_card_visa";
  public static final String DECLINED_CARD = "pm_card_chargeDeclined";

  /** Longer than a client may wait for the outcome of its order. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(40);

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final AtomicInteger PRODUCTS = new AtomicInteger();

  private final Http http;
  private final Ports ports;

  public Shop(Ports ports) {
    this(ports, LONGEST_ANSWER);
  }

  /**
   * @param timeout of each request
   */
  public Shop(Ports ports, Duration timeout) {
    this.ports = ports;
    this.http = new Http(timeout);
  }

  /** A new product of which there are so many. */
  public String product(int pieces) {
    return product(pieces, "12.90", "EUR");
  }

  public String product(int pieces, String amount, String currency) {
    String sku = "SKU-" + PRODUCTS.incrementAndGet();
    Map<String, Object> price = Map.of("amount", amount, "currency", currency);
    assertThat(
            http.put(
                    order("/products/" + sku),
                    Map.of("name", "Mug", "price", price, "sellable", true))
                .status())
        .isBetween(200, 201);
    assertThat(http.put(url(Port.INVENTORY) + "/stock/" + sku, Map.of("quantity", pieces)).status())
        .isBetween(200, 201);
    return sku;
  }

  public static Map<String, Object> basket(String sku, int quantity, String card) {
    return basket("customer-" + UUID.randomUUID() + "@example.com", sku, quantity, card);
  }

  public static Map<String, Object> basket(String mail, String sku, int quantity, String card) {
    return Map.of(
        "customer", Map.of("name", "Ada Lovelace", "email", mail),
        "lines", List.of(Map.of("sku", sku, "quantity", quantity)),
        "payment", Map.of("token", card));
  }

  /** The id of an accepted order. */
  public String orders(String sku, int quantity, String card) {
    Answer answer = place(UUID.randomUUID().toString(), basket(sku, quantity, card));
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    return answer.json().get("id").asString();
  }

  public Answer place(String key, Object basket) {
    return place(key, basket, Map.of());
  }

  public Answer place(String key, Object basket, Map<String, String> headers) {
    Map<String, String> all = new java.util.HashMap<>(headers);
    all.put("Idempotency-Key", key);
    return http.post(order("/orders"), basket, all);
  }

  public Answer cancel(String id) {
    return http.post(order("/orders/" + id + "/cancellation"), Map.of(), Map.of());
  }

  public JsonNode order(UUID id) {
    return look(id).json();
  }

  public Answer look(UUID id) {
    return http.get(order("/orders/" + id));
  }

  public List<String> eventTypes(String id) {
    return events(id).valueStream().map(event -> shortName(event.get("type").asString())).toList();
  }

  public JsonNode events(String id) {
    return http.get(order("/orders/" + id + "/events")).json();
  }

  public static String shortName(String type) {
    return type.replace("dev.orderflow.", "").replace(".v1", "");
  }

  public JsonNode stock(String sku) {
    return http.get(url(Port.INVENTORY) + "/stock/" + sku).json();
  }

  /** Waits until the order has its outcome and all is settled and mailed. */
  public JsonNode awaitSettled(String id, String status) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> {
          JsonNode order = order(UUID.fromString(id));
          assertThat(order.get("status").asString()).isEqualTo(status);
          assertThat(order.get("settled").asBoolean()).isTrue();
          assertThat(eventTypes(id)).contains("NotificationSent");
        });
    return order(UUID.fromString(id));
  }

  /** See {@code GET /actuator/prometheus} of the service at this port. */
  public String metrics(Port port) {
    return http.get(url(port) + "/actuator/prometheus").body();
  }

  /** How the inbox's SMTP server misbehaves from now on; an empty map heals. */
  public void misbehaveAtTheInbox(Map<String, Object> faults) {
    assertThat(http.put(url(Port.INBOX) + "/faults", faults).status()).isEqualTo(200);
  }

  public void misbehaveAtTheProvider(Map<String, Object> fault) {
    assertThat(
            http.put(url(Port.PROVIDER) + "/sandbox/faults", Map.of("faults", List.of(fault)))
                .status())
        .isEqualTo(200);
  }

  public void healTheProvider() {
    http.delete(url(Port.PROVIDER) + "/sandbox/faults");
  }

  public JsonNode ledger() {
    return http.get(url(Port.PROVIDER) + "/sandbox/ledger").json();
  }

  public List<String> ledgerOf(String id) {
    return http.get(url(Port.PROVIDER) + "/sandbox/ledger?order=" + id)
        .json()
        .valueStream()
        .map(line -> line.get("operation").asString())
        .toList();
  }

  public JsonNode mails(int start, int limit) {
    return http.get(url(Port.INBOX) + "/api/v1/messages?start=" + start + "&limit=" + limit).json();
  }

  /** One mail with its text. */
  JsonNode mail(String id) {
    return http.get(url(Port.INBOX) + "/api/v1/message/" + id).json();
  }

  private String order(String path) {
    return url(Port.ORDER) + path;
  }

  private String url(Port port) {
    return ports.url(port);
  }
}
