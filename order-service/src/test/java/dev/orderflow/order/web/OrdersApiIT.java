package dev.orderflow.order.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.testing.RawHttp.Response;
import dev.orderflow.order.Answers;
import dev.orderflow.order.PutProduct;
import dev.orderflow.order.domain.OrderStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

class OrdersApiIT extends OrderServiceUnderTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @Autowired private OrderStreams streams;
  @Autowired private TransactionTemplate transaction;
  @Autowired private MeterRegistry metrics;
  private OtherServices others;

  @BeforeEach
  void open() {
    others = new OtherServices();
  }

  @AfterEach
  void close() {
    others.close();
  }

  @Test
  void takesAnOrderAndPricesIt() throws Exception {
    Response response = place(key(), TWO_MUGS);

    JsonNode order = response.json();
    UUID id = UUID.fromString(order.get("id").asString());
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers()).containsEntry("Location", "/orders/" + id);
    assertThat(response.type()).startsWith("application/json");
    assertThat(id.version()).isEqualTo(7);
    assertThat(order.propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "number",
            "status",
            "cancellation",
            "customer",
            "shippingAddress",
            "lines",
            "total",
            "version",
            "createdAt",
            "updatedAt",
            "settled");
    assertThat(order.get("status").asString()).isEqualTo("PENDING");
    assertThat(order.get("cancellation").isNull()).isTrue();
    assertThat(order.get("settled").asBoolean()).isFalse();
    assertThat(order.get("version").asInt()).isEqualTo(1);
    assertThat(order.get("total").toString())
        .isEqualTo("{\"amount\":\"25.80\",\"currency\":\"EUR\"}");
    assertThat(order.get("lines").get(0).toString())
        .isEqualTo(
            "{\"sku\":\"MUG-01\",\"name\":\"Mug\",\"quantity\":2,"
                + "\"unitPrice\":{\"amount\":\"12.90\",\"currency\":\"EUR\"},"
                + "\"lineTotal\":{\"amount\":\"25.80\",\"currency\":\"EUR\"}}");
    assertThat(get("/orders/" + id).json()).isEqualTo(order);
  }

  @Test
  void takesWhatMayBeLeftOut() throws Exception {
    Response response =
        place(
            key(),
            """
            {"customer": {"name": "<b>Åsa</b> 🦊", "email": "asa@example.com"},
             "lines": [{"sku": "MUG-01", "quantity": 1}, {"sku": "MUG-01", "quantity": 10000}],
             "payment": {"token": "pm_card_visa"}, "expectedTotal": null}
            """);

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    assertThat(response.json().get("customer").get("name").asString()).isEqualTo("<b>Åsa</b> 🦊");
    assertThat(response.json().get("shippingAddress").isNull()).isTrue();
  }

  @Test
  void takesTheLargestOrder() throws Exception {
    String sku = "Z".repeat(64);
    catalogue.put(new PutProduct(sku, "Mug", Money.of("12.90", "EUR"), true));
    String text = escaped("🦊".repeat(200));
    String mail =
        "a".repeat(64) + ("@" + "b".repeat(61) + ("." + "c".repeat(61)).repeat(2) + ".de");
    String line = "{\"sku\": \"%s\", \"quantity\": 10000}".formatted(escaped(sku));
    String largest =
        """
        {"customer": {"name": "%1$s", "email": "%2$s"},
         "lines": [%3$s],
         "payment": {"token": "%4$s"},
         "shippingAddress": {"line1": "%1$s", "line2": "%1$s", "city": "%1$s", "postalCode": "%5$s", "country": "GB"},
         "expectedTotal": {"amount": "12900000.00", "currency": "EUR"}}
        """
            .formatted(
                text,
                escaped(mail),
                String.join(", ", Collections.nCopies(100, line)),
                escaped("t".repeat(255)),
                escaped("🦊".repeat(20)));

    Response response = place(key(), largest);

    assertThat(response.status()).as(response.body()).isEqualTo(201);
    assertThat(largest.length()).isBetween(50_000, 60_000);
  }

  private static String escaped(String text) {
    return text.chars().mapToObj("\\u%04x"::formatted).collect(joining());
  }

  @Test
  void givesTheSameOrderForTheSameRequest() throws Exception {
    String key = key();
    Response first = place(key, TWO_MUGS);

    Response again = place(key, TWO_MUGS.replace(": ", ":").replace("25.80", "25.8"));

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(again.headers().get("Location")).isEqualTo(first.headers().get("Location"));
  }

  @Test
  void refusesAnotherRequestUnderTheSameKey() throws Exception {
    String key = key();
    place(key, TWO_MUGS);

    Response other = place(key, TWO_MUGS.replace("Ada Lovelace", "Eve"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().get("type").asString()).endsWith("/idempotency-key-reused");
  }

  @Test
  void makesOneOrderOfManySimultaneousRequests() throws Exception {
    String key = key();
    List<CompletableFuture<Response>> requests = new ArrayList<>();

    for (int i = 0; i < 10; i++) requests.add(inBackground(() -> place(key, TWO_MUGS)));

    assertThat(requests)
        .extracting(request -> request.join().json().get("id").asString())
        .hasSize(10)
        .containsOnly(requests.getFirst().join().json().get("id").asString());
  }

  @Test
  void answersWhenTheOrderIsDecided() throws Exception {
    String key = key();
    CompletableFuture<Response> waiting = inBackground(() -> placeAndWait(key, "wait=25"));
    await().atMost(SOON).until(() -> placedUnder(key) != null);
    UUID id = placedUnder(key);

    others.reserve(id, creationOf(id));
    others.authorize(id, creationOf(id));

    Response response = waiting.join();
    assertThat(response.status()).isEqualTo(201);
    assertThat(response.headers()).containsEntry("Preference-Applied", "wait=25");
    assertThat(response.json().get("status").asString()).isEqualTo("CONFIRMED");
  }

  @Test
  void answersWhenTheTimeIsOver() throws Exception {
    Response response = placeAndWait(key(), "wait=1");

    assertThat(response.status()).isEqualTo(201);
    assertThat(response.json().get("status").asString()).isEqualTo("PENDING");
  }

  @Test
  void boundsTheNumberOfThoseWhoWait() throws Exception {
    List<String> keys = List.of(key(), key(), key());
    List<CompletableFuture<Response>> waiting = new ArrayList<>();
    for (String key : keys) waiting.add(inBackground(() -> placeAndWait(key, "wait=25")));
    for (String key : keys) await().atMost(SOON).until(() -> placedUnder(key) != null);

    Response atOnce = placeAndWait(key(), "wait=25");

    assertThat(atOnce.status()).isEqualTo(201);
    assertThat(atOnce.headers()).doesNotContainKey("Preference-Applied");
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    assertThat(metrics.get("orderflow.orders.waits").gauge().value()).isEqualTo(3);

    for (String key : keys) cancel(placedUnder(key));
    assertThat(waiting)
        .allSatisfy(
            wait -> assertThat(wait.join().json().get("status").asString()).isEqualTo("CANCELLED"));
  }

  @Test
  void tellsWhatHappenedInOrder() throws Exception {
    UUID id = confirmed();

    JsonNode events = get("/orders/" + id + "/events").json();

    assertThat(events.valueStream().map(event -> event.get("type").asString()))
        .startsWith("dev.orderflow.OrderCreated.v1")
        .contains("dev.orderflow.InventoryReserved.v1", "dev.orderflow.PaymentSucceeded.v1")
        .endsWith("dev.orderflow.OrderConfirmed.v1");
    assertThat(events.get(0).propertyNames())
        .containsExactly("id", "type", "source", "sequence", "causationId", "time", "data");
    assertThat(events.get(0).get("source").asString()).isEqualTo("order-service");
    assertThat(events.get(0).get("data").get("paymentToken").asString()).isEqualTo("***");
    assertThat(events.get(1).get("causationId").asString())
        .isEqualTo(events.get(0).get("id").asString());
  }

  @Test
  void streamsWhatHappensUntilNothingMoreWill() throws Exception {
    UUID id = confirmed();
    CompletableFuture<Response> stream =
        inBackground(() -> get("/orders/" + id + "/stream", "Accept: text/event-stream\r\n"));

    others.settle(id, confirmationOf(id));

    assertThat(stream.get(30, SECONDS).headers()).containsEntry("X-Accel-Buffering", "no");
    String body = stream.join().body();
    assertThat(body.lines().filter(line -> line.startsWith("event:")))
        .startsWith("event:OrderCreated")
        .contains("event:OrderConfirmed", "event:PaymentCaptured", "event:NotificationSent")
        .doesNotHaveDuplicates()
        .hasSize(7);
    assertThat(get("/orders/" + id).json().get("settled").asBoolean()).isTrue();
  }

  @Test
  void tellsAReaderOfTheWholeStreamNotToComeBack() throws Exception {
    UUID id = answered();
    String last = get("/orders/" + id + "/events").json().get(6).get("id").asString();

    Response response = get("/orders/" + id + "/stream", "Last-Event-ID: " + last + "\r\n");

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  @Timeout(60)
  void tellsAReaderWhoSawEventsAsTheyCameNotToComeBack() throws Exception {
    UUID id = confirmed();
    others.commit(id, confirmationOf(id));
    others.capture(id, confirmationOf(id));
    URI uri = URI.create("http://localhost:" + port + "/orders/" + id + "/stream");
    try (HttpClient client = HttpClient.newHttpClient();
        Stream<String> lines =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines()).body()) {
      Iterator<String> ids = lines.filter(line -> line.startsWith("id:")).iterator();
      for (int i = 0; i < 6; i++) ids.next();

      others.mail(id, confirmationOf(id), Instant.now().minusSeconds(60));
      String last = "";
      while (ids.hasNext()) last = ids.next().substring("id:".length());
      Response response = get("/orders/" + id + "/stream", "Last-Event-ID: " + last + "\r\n");

      assertThat(response.status()).isEqualTo(204);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Last-Event-ID: 0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11\r\n"})
  void hasNothingToStreamOfAnErasedHistory(String lastSeen) throws Exception {
    UUID id = answered();
    jdbc.sql("delete from order_event where order_id = ?").param(id).update();

    Response response = get("/orders/" + id + "/stream", lastSeen);

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  void keepsNoPlaceForWhoAsksForTheHeadOfAStreamOnly() throws Exception {
    String id = place(key(), TWO_MUGS).json().get("id").asString();
    await().atMost(SOON).until(() -> streams.taken() == 0);

    Response pending = http.send("HEAD /orders/" + id + "/stream", "", "");
    Response unknown = http.send("HEAD /orders/" + UUID.randomUUID() + "/stream", "", "");

    assertThat(pending.status()).isEqualTo(200);
    assertThat(pending.type()).startsWith("text/event-stream");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(streams.taken()).isZero();
  }

  @Test
  void answersTheHeadOfAStreamThatIsOver() throws Exception {
    UUID id = answered();
    String last = get("/orders/" + id + "/events").json().get(6).get("id").asString();

    Response response =
        http.send("HEAD /orders/" + id + "/stream", "Last-Event-ID: " + last + "\r\n", "");

    assertThat(response.status()).isEqualTo(204);
  }

  @Test
  void boundsTheNumberOfStreams() throws Exception {
    await().atMost(SOON).until(() -> streams.taken() == 0);
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    List<CompletableFuture<Response>> open = new ArrayList<>();
    for (int i = 0; i < 3; i++) open.add(inBackground(() -> get("/orders/" + id + "/stream")));
    await().atMost(SOON).until(() -> streams.taken() == 3);

    Response refused = get("/orders/" + id + "/stream");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers()).containsKey("Retry-After");

    cancel(id);
    others.giveBack(id, cancellationOf(id));
    assertThat(open).allSatisfy(stream -> assertThat(stream.join().status()).isEqualTo(200));
  }

  @Test
  @Timeout(60)
  void freesThePlaceOfAReaderThatLeftASilentStream() throws Exception {
    await().atMost(SOON).until(() -> streams.taken() == 0);
    String id = place(key(), TWO_MUGS).json().get("id").asString();
    for (int i = 0; i < 3; i++) {
      try (Socket reader = new Socket("localhost", port)) {
        reader.setSoTimeout((int) SOON.toMillis());
        String request = "GET /orders/" + id + "/stream HTTP/1.1\r\nHost: a\r\n\r\n";
        reader.getOutputStream().write(request.getBytes(UTF_8));
        assertThat(linesTo(reader).anyMatch(line -> line.startsWith("data:"))).isTrue();
      }
    }

    // Nothing happens to the order that could be told.
    await().atMost(SOON).until(() -> streams.taken() == 0);
  }

  private static Stream<String> linesTo(Socket reader) throws IOException {
    return new BufferedReader(new InputStreamReader(reader.getInputStream(), UTF_8)).lines();
  }

  @Test
  @Timeout(60)
  void saysOnASilentStreamThatItIsAlive() throws Exception {
    String id = place(key(), TWO_MUGS).json().get("id").asString();
    URI uri = URI.create("http://localhost:" + port + "/orders/" + id + "/stream");
    try (HttpClient client = HttpClient.newHttpClient();
        Stream<String> lines =
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofLines()).body()) {
      assertThat(lines.filter(":alive"::equals).limit(3)).hasSize(3);

      cancel(UUID.fromString(id));
      others.giveBack(UUID.fromString(id), cancellationOf(UUID.fromString(id)));
    }
  }

  @Test
  void listsOrdersTheLatestFirst() throws Exception {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.addFirst(place(key(), TWO_MUGS).json().get("id").asString());
    }

    JsonNode first = get("/orders?limit=2").json();
    JsonNode second = get("/orders?limit=3&cursor=" + first.get("next").asString()).json();

    List<String> listed = new ArrayList<>();
    first.get("items").forEach(order -> listed.add(order.get("id").asString()));
    second.get("items").forEach(order -> listed.add(order.get("id").asString()));
    assertThat(listed).isEqualTo(placed);
  }

  @Test
  void listsOrdersOfAStatus() throws Exception {
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    cancel(id);

    JsonNode cancelled = get("/orders?limit=100&status=CANCELLED").json().get("items");

    assertThat(cancelled.valueStream().map(order -> order.get("status").asString()))
        .isNotEmpty()
        .containsOnly("CANCELLED");
    assertThat(cancelled.get(0).get("id").asString()).isEqualTo(id.toString());
  }

  @Test
  void listsPendingOrdersTheLatestFirst() throws Exception {
    List<String> placed = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      placed.addFirst(place(key(), TWO_MUGS).json().get("id").asString());
    }
    cancel(UUID.fromString(placed.remove(2)));

    JsonNode first = get("/orders?status=PENDING&limit=1").json();
    JsonNode second =
        get("/orders?status=PENDING&limit=3&cursor=" + first.get("next").asString()).json();

    assertThat(Stream.of(first, second).flatMap(OrdersApiIT::idsOf))
        .containsExactlyElementsOf(placed);
  }

  @Test
  void findsARareStatusWithoutLookingAtAllOrdersForOnePage() throws Exception {
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    cancel(id);
    String oldest = "00000000-0000-7000-8000-000000000000";
    try {
      storeAnOldCancelledOrderBelowConfirmedOnes(id, 10_000);

      JsonNode first = get("/orders?status=CANCELLED&limit=100").json();
      JsonNode second =
          get("/orders?status=CANCELLED&limit=100&cursor=" + first.get("next").asString()).json();

      assertThat(idsOf(first)).startsWith(id.toString()).doesNotContain(oldest);
      assertThat(idsOf(second)).containsExactly(oldest);
      assertThat(second.get("next").isNull()).isTrue();
    } finally {
      jdbc.sql("delete from orders where id < '00000000-0000-7000-9000-000000000000'").update();
    }
  }

  private void storeAnOldCancelledOrderBelowConfirmedOnes(UUID cancelled, int confirmed) {
    jdbc.sql(
            """
            insert into orders (id, caller, idempotency_key, request_hash, customer_name, customer_email,
              lines, total, currency, status, stock, payment, cancellation_reason,
              created_at, updated_at, stated_at, confirmed_at, deadline_at)
            select cast('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') as uuid), caller, gen_random_uuid(),
              request_hash, customer_name, customer_email, lines, total, currency,
              case n when 0 then 'CANCELLED' else 'CONFIRMED' end, 'RESERVED', 'AUTHORIZED',
              case n when 0 then 'CUSTOMER_REQUEST' end,
              created_at, updated_at, stated_at, stated_at, deadline_at
            from orders, generate_series(0, :confirmed) as n where id = :cancelled
            """)
        .param("confirmed", confirmed)
        .param("cancelled", cancelled)
        .update();
  }

  private static Stream<String> idsOf(JsonNode page) {
    return page.get("items").valueStream().map(order -> order.get("id").asString());
  }

  @Test
  void knowsNothingOfSomebodyElsesOrder() throws Exception {
    UUID id = placedBySomebodyElse();
    String order = "/orders/" + id;

    List<Response> responses =
        List.of(get(order), get(order + "/events"), get(order + "/stream"), cancel(id));

    assertThat(responses)
        .allSatisfy(response -> {
          assertThat(response.status()).as(response.body()).isEqualTo(404);
          assertThat(response.json().get("type").asString()).endsWith("/not-found");
        });
    assertThat(storedStatusOf(id)).isEqualTo("PENDING");
  }

  @ParameterizedTest
  @EnumSource(OrderStatus.class)
  void listsNoOrderOfSomebodyElse(OrderStatus status) throws Exception {
    String id = orderOf(status).toString();
    String all = "/orders?limit=100";
    String ofItsStatus = all + "&status=" + status;
    assertThat(idsOf(get(all).json())).contains(id);
    assertThat(idsOf(get(ofItsStatus).json())).contains(id);

    giveToSomebodyElse(UUID.fromString(id));

    assertThat(idsOf(get(all).json())).doesNotContain(id);
    assertThat(idsOf(get(ofItsStatus).json())).doesNotContain(id);
  }

  private UUID orderOf(OrderStatus status) throws Exception {
    if (status == OrderStatus.CONFIRMED) return confirmed();
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    if (status == OrderStatus.CANCELLED) cancel(id);
    return id;
  }

  private UUID placedBySomebodyElse() throws Exception {
    UUID id = orderOf(OrderStatus.PENDING);
    giveToSomebodyElse(id);
    return id;
  }

  // Nobody logs in yet: all requests are those of one caller.
  private void giveToSomebodyElse(UUID id) {
    jdbc.sql("update orders set caller = 'bob' where id = ?").param(id).update();
  }

  private String storedStatusOf(UUID id) {
    return jdbc.sql("select status from orders where id = ?")
        .param(id)
        .query(String.class)
        .single();
  }

  @Test
  void cancelsAnOrderOnce() throws Exception {
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());

    Response first = cancel(id);
    Response again = cancel(id);

    assertThat(first.status()).isEqualTo(200);
    assertThat(first.json().get("status").asString()).isEqualTo("CANCELLED");
    assertThat(first.json().get("cancellation").toString())
        .isEqualTo("{\"reason\":\"CUSTOMER_REQUEST\",\"detail\":null}");
    assertThat(again.json()).isEqualTo(first.json());
    assertThat(get("/orders/" + id + "/events").json()).hasSize(2);
  }

  @Test
  void refusesToCancelWhatEndedForAnotherReason() throws Exception {
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    others.reject(id, creationOf(id));
    await().atMost(SOON).until(() -> !"PENDING".equals(statusOf(id)));

    Response response = cancel(id);

    assertThat(response.status()).isEqualTo(409);
    assertThat(response.json().get("type").asString()).endsWith("/cancellation-forbidden");
  }

  @Test
  void keepsTheCatalogue() throws Exception {
    String chair = "{\"name\": \"Chair\", \"price\": {\"amount\": \"80\", \"currency\": \"EUR\"}}";
    String json = "Content-Type: application/json\r\n";

    Response added = http.send("PUT /products/CHAIR-01", json, chair);
    Response discontinued =
        http.send(
            "PUT /products/CHAIR-01",
            json,
            chair.replace("\"name\"", "\"sellable\": false, \"name\""));

    assertThat(added.status()).isEqualTo(201);
    assertThat(added.headers()).containsEntry("Location", "/products/CHAIR-01");
    assertThat(discontinued.status()).isEqualTo(200);
    assertThat(added.json().toString())
        .isEqualTo(
            "{\"sku\":\"CHAIR-01\",\"name\":\"Chair\","
                + "\"price\":{\"amount\":\"80.00\",\"currency\":\"EUR\"},\"sellable\":true}");
    assertThat(discontinued.json().get("sellable").asBoolean()).isFalse();
    assertThat(get("/products/CHAIR-01").json()).isEqualTo(discontinued.json());
    assertThat(get("/products?limit=1").json().get("items").get(0).get("sku").asString())
        .isEqualTo("CHAIR-01");
  }

  @Test
  void listsTheProductsPageByPageTheDiscontinuedOnesAmongThem() throws Exception {
    List<JsonNode> listed = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();

    String next = "";
    while (next != null) {
      JsonNode page = get("/products?limit=2" + next).json();
      page.get("items").forEach(listed::add);
      sizes.add(page.get("items").size());
      assertThat(listed.size()).as("products, else never the last page").isLessThan(100);
      next = page.get("next").isNull() ? null : "&cursor=" + page.get("next").asString();
    }

    assertThat(listed)
        .extracting(product -> product.get("sku").asString())
        .hasSizeGreaterThan(4)
        .isEqualTo(jdbc.sql("select sku from product order by sku").query(String.class).list());
    assertThat(listed)
        .filteredOn(product -> product.get("sku").asString().equals("OLD-01"))
        .extracting(product -> product.get("sellable").asBoolean())
        .containsExactly(false);
    assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(2);
  }

  @Test
  void leavesAProductDiscontinuedThatIsOnlyGivenAnotherPriceMeanwhile() throws Exception {
    String stool = "{\"name\": \"Stool\", \"price\": {\"amount\": \"%s\", \"currency\": \"EUR\"}}";
    String json = "Content-Type: application/json\r\n";
    http.send("PUT /products/STOOL-01", json, stool.formatted("40.00"));

    CompletableFuture<Response> repriced =
        transaction.execute(_ -> {
          jdbc.sql("update product set sellable = false where sku = 'STOOL-01'").update();
          CompletableFuture<Response> request =
              inBackground(
                  () -> http.send("PUT /products/STOOL-01", json, stool.formatted("45.00")));
          await().atMost(SOON).until(this::somebodyWaitsForALock);
          return request;
        });

    assertThat(repriced.join().json().toString())
        .isEqualTo(
            "{\"sku\":\"STOOL-01\",\"name\":\"Stool\","
                + "\"price\":{\"amount\":\"45.00\",\"currency\":\"EUR\"},\"sellable\":false}");
    assertThat(get("/products/STOOL-01").json()).isEqualTo(repriced.join().json());
  }

  private boolean somebodyWaitsForALock() {
    return jdbc.sql(
            """
            select exists(select from pg_stat_activity
                          where datname = current_database() and wait_event_type = 'Lock')
            """)
        .query(Boolean.class)
        .single();
  }

  @Test
  void letsOperatorsDealWithParkedEvents() throws Exception {
    UUID id = UUID.randomUUID();
    others.send(
        "payments",
        id.toString(),
        Map.of("ce_type", "dev.orderflow.PaymentSucceeded.v1"),
        "{\"paymentToken\": \"pm_secret\"}".getBytes(UTF_8));
    String all = "/parked-events?orderId=" + id;
    await().atMost(SOON).until(() -> get(all).json().get("items").size() > 0);
    String parked = "/parked-events/" + get(all).json().get("items").get(0).get("id");
    String json = "Content-Type: application/json\r\nX-Operator: grace\r\n";

    Response replayed = http.send("POST " + parked + "/replay", json, "");
    Response unexplained = http.send("POST " + parked + "/discard", json, "{}");
    Response discarded = http.send("POST " + parked + "/discard", json, "{\"reason\": \"noise\"}");
    Response late = http.send("POST " + parked + "/replay", json, "");

    assertThat(replayed.json().get("status").asString()).isEqualTo("PARKED");
    assertThat(unexplained.status()).isEqualTo(422);
    assertThat(discarded.json().get("status").asString()).isEqualTo("DISCARDED");
    assertThat(discarded.json().get("resolvedBy").asString()).isEqualTo("grace");
    assertThat(discarded.json().get("note").asString()).isEqualTo("noise");
    assertThat(discarded.json().get("headers").get(0).get("name").asString()).isEqualTo("ce_type");
    assertThat(get(parked).body()).contains("***").doesNotContain("pm_secret");
    assertThat(late.status()).isEqualTo(409);
  }

  @Test
  void describesItself() throws Exception {
    JsonNode api = get("/v3/api-docs").json();

    JsonNode place = api.at("/paths/~1orders/post");
    assertThat(api.get("paths").propertyNames())
        .contains(
            "/orders",
            "/orders/{id}",
            "/orders/{id}/events",
            "/orders/{id}/stream",
            "/orders/{id}/cancellation",
            "/products",
            "/products/{sku}",
            "/parked-events",
            "/parked-events/{id}",
            "/parked-events/{id}/replay");
    assertThat(place.get("responses").propertyNames())
        .contains("201", "400", "409", "413", "415", "422", "503", "default");
    assertThat(place.get("parameters").valueStream().map(p -> p.get("name").asString()))
        .containsExactlyInAnyOrder("Idempotency-Key", "Prefer");
    assertThat(api.at("/components/schemas/Order/required")).hasSize(12 - 2);
    assertThat(api.at("/components/schemas/Order/properties/cancellation/oneOf")).hasSize(2);
    assertThat(api.at("/components/schemas/PlaceOrderRequest/required")).hasSize(3);
    assertThat(get("/swagger-ui/index.html").status()).isEqualTo(200);
  }

  private UUID confirmed() throws Exception {
    UUID id = UUID.fromString(place(key(), TWO_MUGS).json().get("id").asString());
    others.reserve(id, creationOf(id));
    others.authorize(id, creationOf(id));
    await().atMost(SOON).until(() -> "CONFIRMED".equals(statusOf(id)));
    return id;
  }

  private UUID answered() throws Exception {
    UUID id = confirmed();
    others.settle(id, confirmationOf(id));
    await().atMost(SOON).until(() -> get("/orders/" + id + "/events").json().size() == 7);
    return id;
  }

  private static UUID creationOf(UUID orderId) {
    return Answers.statement(orderId, 1, "OrderCreated");
  }

  private static UUID confirmationOf(UUID orderId) {
    return Answers.statement(orderId, 2, "OrderConfirmed");
  }

  private static UUID cancellationOf(UUID orderId) {
    return Answers.statement(orderId, 2, "OrderCancelled");
  }

  private String statusOf(UUID id) throws Exception {
    return get("/orders/" + id).json().get("status").asString();
  }

  private UUID placedUnder(String key) {
    return jdbc.sql("select id from orders where idempotency_key = ?")
        .param(key)
        .query(UUID.class)
        .optional()
        .orElse(null);
  }

  private Response place(String key, String body) throws Exception {
    return http.send("POST /orders", headers(key), body);
  }

  private Response placeAndWait(String key, String preference) throws Exception {
    return http.send("POST /orders", headers(key) + "Prefer: " + preference + "\r\n", TWO_MUGS);
  }

  private Response cancel(UUID id) throws Exception {
    return http.send("POST /orders/" + id + "/cancellation", "", "");
  }

  private Response get(String path) throws Exception {
    return get(path, "");
  }

  private Response get(String path, String headers) throws Exception {
    return http.send("GET " + path, headers, "");
  }
}
