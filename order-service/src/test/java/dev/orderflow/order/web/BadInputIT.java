package dev.orderflow.order.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.localstack.testing.RawHttp.Response;
import java.sql.Connection;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a client sends: a problem with a stable type, and nothing is kept of it. */
class BadInputIT extends OrderServiceUnderTest {

  @Autowired private DataSource dataSource;
  private long before;

  @BeforeEach
  void countBefore() {
    before = ordersStored();
  }

  @AfterEach
  void nothingIsKept() {
    assertThat(ordersStored()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatCannotBeUnderstood(String body) throws Exception {
    isProblem(post(body), 400, "malformed-request");
  }

  static Stream<String> refusesWhatCannotBeUnderstood() {
    return Stream.of(
        "",
        "null",
        "[]",
        "\"order\"",
        "Not JSON",
        TWO_MUGS.strip().substring(0, 80),
        TWO_MUGS + "x",
        TWO_MUGS + "{}",
        TWO_MUGS.replace("{\"customer\"", "{\"price\": 1, \"customer\""),
        TWO_MUGS.replace("{\"customer\"", "{\"status\": \"CONFIRMED\", \"customer\""),
        TWO_MUGS.replace("{\"customer\"", "{\"customerId\": 7, \"customer\""),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 2, \"unitPrice\": 1"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 2, \"quantity\": 3"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": \"2\""),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 2.5"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 2.0"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": true"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": [2]"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 9223372036854775808"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": 1e999"),
        TWO_MUGS.replace("\"quantity\": 2", "\"quantity\": NaN"),
        TWO_MUGS.replace("\"25.80\"", "25.80"),
        TWO_MUGS.replace("\"Ada Lovelace\"", "7"),
        TWO_MUGS.replace("\"Ada Lovelace\"", "{}"),
        TWO_MUGS.replace("[{\"sku\"", "{\"sku\"").replace("2}]", "2}"),
        TWO_MUGS.replace("Ada Lovelace", "Ada\\u0000"),
        TWO_MUGS.replace("Ada Lovelace", "Ada \\ud83d"),
        TWO_MUGS.replace("Ada Lovelace", "x".repeat(20_001)),
        "[".repeat(10_000),
        "{\"lines\":".repeat(1_000));
  }

  @ParameterizedTest
  @MethodSource
  void refusesWhatCannotBeSold(String body, String pointer) throws Exception {
    Response response = post(body);

    isProblem(response, 422, "invalid-request");
    assertThat(response.json().get("errors").valueStream())
        .extracting(error -> error.get("pointer").asString())
        .contains(pointer);
  }

  static Stream<Arguments> refusesWhatCannotBeSold() {
    return Stream.of(
        Arguments.of("{}", "#/customer"),
        Arguments.of("{}", "#/lines"),
        Arguments.of("{}", "#/payment/token"),
        with("/lines", "[]", "#/lines"),
        with("/lines", "null", "#/lines"),
        with("/lines", "[null]", "#/lines/0"),
        with("/lines", "[{}]", "#/lines/0/quantity"),
        with("/lines", lines(101), "#/lines"),
        with("/lines/0/quantity", "0", "#/lines/0/quantity"),
        with("/lines/0/quantity", "-1", "#/lines/0/quantity"),
        with("/lines/0/quantity", "10001", "#/lines/0/quantity"),
        with("/lines/0/quantity", "3000000000", "#/lines/0/quantity"),
        with("/lines/0/quantity", "null", "#/lines/0/quantity"),
        with("/lines/0/sku", "\"NO-SUCH\"", "#/lines/0/sku"),
        with("/lines/0/sku", "\"OLD-01\"", "#/lines/0/sku"),
        with("/lines/0/sku", "\"mug-01\"", "#/lines/0/sku"),
        with("/lines/0/sku", "\"" + "x".repeat(65) + "\"", "#/lines/0/sku"),
        with("/lines/0/sku", "\"\"", "#/lines/0/sku"),
        with("/lines", "[{\"sku\": \"YACHT-01\", \"quantity\": 10000}]", "#/lines"),
        with("/lines", yachts(), "#/lines"),
        with(
            "/lines",
            "[{\"sku\": \"MUG-01\", \"quantity\": 1}, {\"sku\": \"TEA-01\", \"quantity\": 1}]",
            "#/lines"),
        with("/expectedTotal/currency", "\"XXX\"", "#/expectedTotal"),
        with("/expectedTotal/currency", "\"ABC\"", "#/expectedTotal"),
        with("/expectedTotal/currency", "\"eur\"", "#/expectedTotal"),
        with("/expectedTotal/currency", "null", "#/expectedTotal"),
        with("/expectedTotal/amount", "\"25.805\"", "#/expectedTotal"),
        with("/expectedTotal/amount", "\"1e3\"", "#/expectedTotal"),
        with("/expectedTotal/amount", "\"-25.80\"", "#/expectedTotal"),
        with("/expectedTotal/amount", "\"" + "9".repeat(30) + "\"", "#/expectedTotal"),
        with("/customer/name", "\" \"", "#/customer/name"),
        with("/customer/name", "null", "#/customer/name"),
        with("/customer/name", "\"" + "x".repeat(201) + "\"", "#/customer/name"),
        with("/customer/name", "\"Ada\\r\\nBcc: x@example.com\"", "#/customer/name"),
        with("/customer/name", "\"Ada\\u2028\"", "#/customer/name"),
        with("/customer/email", "\"ada\"", "#/customer/email"),
        with("/customer/email", "\"a@example.com, b@example.com\"", "#/customer/email"),
        with("/customer/email", "\"Ada <ada@example.com>\"", "#/customer/email"),
        with("/customer/email", "\"a@example.com\\r\\nBcc: b@example.com\"", "#/customer/email"),
        with("/payment/token", "\"\"", "#/payment/token"),
        with("/payment/token", "\"4242424242424242\"", "#/payment/token"),
        with("/payment/token", "\"pm card\"", "#/payment/token"),
        with("/shippingAddress", "{}", "#/shippingAddress/line1"),
        with("/shippingAddress/country", "\"UK\"", "#/shippingAddress/country"),
        with("/shippingAddress/country", "\"gb\"", "#/shippingAddress/country"),
        with("/shippingAddress/city", "\"a\\nb\"", "#/shippingAddress/city"));
  }

  @Test
  void namesEveryLineThatIsNotSold() throws Exception {
    String lines =
        """
        {"sku": "NO-SUCH", "quantity": 1}, {"sku": "MUG-01", "quantity": 1},
        {"sku": "OLD-01", "quantity": 1}, {"sku": "NO-SUCH", "quantity": 2}
        """;

    Response response = post(TWO_MUGS.replace("{\"sku\": \"MUG-01\", \"quantity\": 2}", lines));

    isProblem(response, 422, "invalid-request");
    assertThat(response.json().get("errors").valueStream())
        .extracting(error -> error.get("pointer").asString())
        .containsExactly("#/lines/0/sku", "#/lines/2/sku", "#/lines/3/sku");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Idempotency-Key:\r\n",
        "Idempotency-Key: one\r\nIdempotency-Key: two\r\n",
        "Idempotency-Key: caf\u00e9\r\n",
        "Idempotency-Key: tab\there\r\n"
      })
  void refusesAnUnusableKey(String header) throws Exception {
    isProblem(
        http.send("POST /orders", "Content-Type: application/json\r\n" + header, TWO_MUGS),
        400,
        "invalid-idempotency-key");
  }

  @Test
  void refusesAnOversizedKey() throws Exception {
    isProblem(
        http.send("POST /orders", headers("x".repeat(256)), TWO_MUGS),
        400,
        "invalid-idempotency-key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /orders/42 | 400 | malformed-request",
        "GET /orders/1-1-1-1-1 | 400 | malformed-request",
        "GET /orders/%00 | 400 | malformed-request",
        "GET /orders/x/events | 400 | malformed-request",
        "GET /orders/x/stream | 400 | malformed-request",
        "POST /orders/x/cancellation | 400 | malformed-request",
        "GET /orders?limit=0 | 400 | malformed-request",
        "GET /orders?limit=-1 | 400 | malformed-request",
        "GET /orders?limit=101 | 400 | malformed-request",
        "GET /orders?limit=1000000000000 | 400 | malformed-request",
        "GET /orders?limit=ten | 400 | malformed-request",
        "GET /orders?cursor=x | 400 | malformed-request",
        "GET /orders?cursor=%00 | 400 | malformed-request",
        "GET /orders?status=LOST | 400 | malformed-request",
        "GET /orders?state=PENDING | 400 | malformed-request",
        "GET /orders?status= | 400 | malformed-request",
        "GET /parked-events?status= | 400 | malformed-request",
        "GET /orders;x=%zz | 400 | malformed-request",
        "POST /orders;a=%2 | 400 | malformed-request",
        "POST /orders;[ | 400 | malformed-request",
        "PUT /products/[x] | 400 | malformed-request",
        "GET /actuator/health;%zz | 400 | malformed-request",
        "GET /products?limit=1000 | 400 | malformed-request",
        "GET /products?cursor=AA | 400 | malformed-request",
        "GET /parked-events?limit=0 | 400 | malformed-request",
        "GET /parked-events?cursor=eA | 400 | malformed-request",
        "GET /parked-events?status=x | 400 | malformed-request",
        "GET /parked-events/x | 400 | malformed-request",
        "GET /parked-events/99999999999999999999 | 400 | malformed-request",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11 | 404 | not-found",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/events | 404 | not-found",
        "GET /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/stream | 404 | not-found",
        "POST /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11/cancellation | 404 | not-found",
        "GET /orders/ | 404 | not-found",
        "GET /products/NO-SUCH | 404 | not-found",
        "GET /parked-events/9223372036854775807 | 404 | not-found",
        "POST /parked-events/9223372036854775807/replay | 404 | not-found",
        "GET / | 404 | not-found",
        "GET /actuator/env | 404 | not-found",
        "POST /nowhere | 404 | not-found",
        "DELETE /orders | 405 | method-not-allowed",
        "PUT /orders/0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11 | 405 | method-not-allowed",
        "GET /parked-events/replay | 405 | method-not-allowed",
        "GET /parked-events/discard | 405 | method-not-allowed",
        "BREW /orders | 405 | method-not-allowed",
        "TRACE /orders | 405 | method-not-allowed"
      })
  void answersPathsByTheBook(String line, int status, String type) throws Exception {
    isProblem(http.send(line, "Content-Type: application/json\r\n", ""), status, type);
  }

  @Test
  void saysHowManyParkedEventsAreDealtWith() throws Exception {
    Response response = http.send("GET /parked-events/replay", "", "");

    isProblem(response, 405, "method-not-allowed");
    assertThat(response.headers()).containsEntry("Allow", "POST");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type: text/plain | 415 | unsupported-media-type",
        "Content-Type: application/x-www-form-urlencoded | 415 | unsupported-media-type",
        "Content-Type: multipart/form-data; boundary=x | 415 | unsupported-media-type",
        "Content-Type: ??? | 415 | unsupported-media-type",
        "X-Nothing: x | 415 | unsupported-media-type",
        "Content-Type: application/json;charset=ISO-8859-1 | 415 | unsupported-media-type",
        "Content-Type: application/json$Content-Encoding: gzip | 415 | unsupported-media-type",
        "Content-Type: application/json$Accept: text/html | 406 | not-acceptable",
        "Content-Type: application/json$Accept: application/json;q=0 | 406 | not-acceptable",
        "Content-Type: application/json$Accept: */*;q=0 | 406 | not-acceptable",
        "Content-Type: application/json$Accept: application/json;q=0, */* | 406 | not-acceptable",
        "Content-Type: application/json$Accept: ??? | 406 | not-acceptable"
      })
  void answersMediaTypesByTheBook(String headers, int status, String type) throws Exception {
    String all = headers.replace("$", "\r\n") + "\r\nIdempotency-Key: " + key() + "\r\n";

    isProblem(http.send("POST /orders", all, TWO_MUGS), status, type);
  }

  @Test
  void refusesLargeHeaders() throws Exception {
    String headers = headers(key()) + "X-Large: " + "x".repeat(20_000) + "\r\n";

    isProblem(http.send("POST /orders", headers, TWO_MUGS), 431, "headers-too-large");
  }

  @Test
  void refusesALargeBody() throws Exception {
    isProblem(post(TWO_MUGS + " ".repeat(300_000)), 413, "content-too-large");
  }

  @Test
  void cutsOffAnEndlessBody() throws Exception {
    Response response =
        http.exchange(server -> {
          server.write(chunkedHead().getBytes(ISO_8859_1));
          byte[] chunk = ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(ISO_8859_1);
          for (int i = 0; i < 2_000; i++) server.write(chunk);
        });

    isProblem(response, 413, "content-too-large");
  }

  @Test
  void cutsOffADrippingBody() throws Exception {
    Response response =
        http.exchange(server -> {
          server.write(chunkedHead().getBytes(ISO_8859_1));
          for (int i = 0; i < 30; i++) {
            server.write("1\r\n \r\n".getBytes(ISO_8859_1));
            server.flush();
            Thread.sleep(200);
          }
        });

    isProblem(response, 408, "request-timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Nonsense\r\n\r\n",
        "POST /orders HTTP/1.1\r\n\r\n",
        "POST /or{ders HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /orders/%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /orders?limit=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n"
      })
  void refusesWhatIsNotHttp(String text) throws Exception {
    isProblem(http.send(text), 400, "malformed-request");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 422",
        "{\"name\": \"Mug\"} | 422",
        "{\"name\": \"Mug\", \"price\": {\"amount\": \"0.00\", \"currency\": \"EUR\"}} | 422",
        "{\"name\": \"Mug\", \"price\": {\"amount\": \"-1.00\", \"currency\": \"EUR\"}} | 422",
        "{\"name\": \"Mug\", \"price\": {\"amount\": \"1.001\", \"currency\": \"EUR\"}} | 422",
        "{\"name\": \"Mug\", \"price\": {\"amount\": \"1.00\", \"currency\": \"XAU\"}} | 422",
        "{\"name\": \"Mug\", \"price\": {\"amount\": 1.00, \"currency\": \"EUR\"}} | 400",
        "{\"name\": \"Mug\", \"sku\": \"X\"} | 400"
      })
  void refusesProductsThatCannotBeSold(String body, int status) throws Exception {
    Response response = http.send("PUT /products/NEW-01", headers(key()), body);

    isProblem(response, status, status == 422 ? "invalid-request" : "malformed-request");
    assertThat(catalogue.find("NEW-01")).isEmpty();
  }

  @Test
  void refusesASkuThatNobodyCanWrite() throws Exception {
    String mug = "{\"name\": \"Mug\", \"price\": {\"amount\": \"1.00\", \"currency\": \"EUR\"}}";

    isProblem(http.send("PUT /products/a%20b", headers(key()), mug), 400, "malformed-request");
    isProblem(http.send("GET /products/a%20b", "", ""), 400, "malformed-request");
  }

  @Test
  void saysWhatAnOrderCostsNow() throws Exception {
    Response response = post(TWO_MUGS.replace("25.80", "20.00"));

    isProblem(response, 409, "price-changed");
    assertThat(response.json().get("total").get("amount").asString()).isEqualTo("25.80");
  }

  @Test
  void saysWhatAnOrderCostsNowAlsoInAnotherCurrency() throws Exception {
    Response response = post(TWO_MUGS.replace("\"EUR\"", "\"USD\""));

    isProblem(response, 409, "price-changed");
    assertThat(response.json().get("total").get("currency").asString()).isEqualTo("EUR");
  }

  @Test
  void asksToWaitWhileTheFirstRequestIsRunning() throws Exception {
    String key = key();
    try (Connection first = dataSource.getConnection()) {
      first.setAutoCommit(false);
      first.createStatement().execute(insertWithKey(key));

      Response second = http.send("POST /orders", headers(key), TWO_MUGS);

      isProblem(second, 409, "request-in-progress");
      assertThat(second.headers()).containsKey("Retry-After");
      first.rollback();
    }
  }

  private static String insertWithKey(String key) {
    return """
    insert into orders (id, caller, idempotency_key, request_hash, customer_name, customer_email,
      lines, total, currency, payment_token, created_at, updated_at, stated_at, deadline_at, redrive_at)
    values (gen_random_uuid(), 'anonymous', '%s', gen_random_uuid(), 'Ada', 'ada@example.com',
      '[]', 1, 'EUR', 'pm_card_visa', now(), now(), now(), now(), now())
    """
        .formatted(key);
  }

  private static String chunkedHead() {
    return "POST /orders HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
        + headers(key())
        + "\r\n";
  }

  private Response post(String body) throws Exception {
    return http.send("POST /orders", headers(key()), body);
  }

  /** The good order with one part replaced. */
  private static Arguments with(String path, String json, String pointer) {
    JsonNode order = JsonMapper.shared().readTree(TWO_MUGS);
    int slash = path.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) order.at(path.substring(0, slash));
    parent.set(path.substring(slash + 1), JsonMapper.shared().readTree(json));
    return Arguments.of(order.toString(), pointer);
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(_ -> "{\"sku\": \"MUG-01\", \"quantity\": 1}")
        .collect(joining(",", "[", "]"));
  }

  private static String yachts() {
    return IntStream.range(0, 20)
        .mapToObj(_ -> "{\"sku\": \"YACHT-01\", \"quantity\": 1}")
        .collect(joining(",", "[", "]"));
  }

  private static void isProblem(Response response, int status, String type) {
    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.type()).isEqualTo("application/problem+json");
    assertThat(response.json().get("type").asString())
        .isEqualTo("https://orderflow.dev/problems/" + type);
    assertThat(response.body())
        .doesNotContain("Exception", "at dev.", "java.", "org.", "PSQL", "Tomcat");
  }
}
