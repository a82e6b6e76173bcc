package dev.orderflow.inventory.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.inventory.PlacedOrder;
import dev.orderflow.inventory.RunningInventory;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient.BodyContentSpec;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

@ExtendWith(OutputCaptureExtension.class)
class StockControllerIT extends RunningInventory {

  @Test
  void logsNothingOfAPathThatDoesNotExist(CapturedOutput log) {
    http.get().uri("/stocks/ada@example.com").exchange().expectStatus().isNotFound();

    assertThat(log.getAll()).doesNotContain("ada@example.com");
  }

  @Test
  void takesUpASkuOnceAndLeavesItAsItIsAfterwards() {
    put("WEB-NEW", "{\"quantity\": 5}")
        .expectStatus()
        .isCreated()
        .expectHeader()
        .location("/stock/WEB-NEW")
        .expectBody()
        .json(
            """
            {"sku": "WEB-NEW", "onHand": 5, "reserved": 0, "available": 5,
             "restocked": 5, "committed": 0, "returned": 0}
            """);

    put("WEB-NEW", "{\"quantity\": 7}").expectStatus().isOk().expectBody().json("{\"onHand\": 5}");
  }

  @Test
  void countsARestockingOnce() {
    inStock("WEB-MORE", 1);

    restock("WEB-MORE", "delivery-1", "{\"quantity\": 4}").expectStatus().isOk();
    restock("WEB-MORE", "delivery-1", "{\"quantity\": 4}")
        .expectStatus()
        .isOk()
        .expectBody()
        .json("{\"onHand\": 5, \"restocked\": 5}");
    restock("WEB-MORE", "delivery-2", "{\"quantity\": 4}").expectBody().json("{\"onHand\": 9}");
  }

  @Test
  void countsARestockingOnceWhenItComesManyTimesAtOnce() {
    inStock("WEB-RUSH", 1);

    IntStream.range(0, 32)
        .parallel()
        .forEach(_ -> restock("WEB-RUSH", "delivery-1", "{\"quantity\": 4}").expectStatus().isOk());

    assertThat(onHand("WEB-RUSH")).isEqualTo(5);
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherQuantity() {
    inStock("WEB-KEY", 1);
    restock("WEB-KEY", "delivery-1", "{\"quantity\": 4}");

    restock("WEB-KEY", "delivery-1", "{\"quantity\": 5}")
        .expectStatus()
        .isEqualTo(422)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("https://orderflow.dev/problems/idempotency-key-reused");

    assertThat(onHand("WEB-KEY")).isEqualTo(5);
  }

  @Test
  void showsAllSkusPageByPage() {
    inStock("WEB-PAGE-1", 1);
    inStock("WEB-PAGE-2", 1);
    inStock("WEB-PAGE-3", 1);

    List<String> seen = new ArrayList<>();
    String next = "";
    while (next != null) {
      var page = page("/stock?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next));
      assertThat((List<?>) page.get("items")).hasSizeBetween(1, 2);
      for (Object item : (List<?>) page.get("items")) {
        seen.add((String) ((Map<?, ?>) item).get("sku"));
      }
      next = (String) page.get("next");
    }

    assertThat(seen).contains("WEB-PAGE-1", "WEB-PAGE-2", "WEB-PAGE-3").isSorted();
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void showsWhatBecameOfAnOrder() {
    String sku = inStock("WEB-SHOW", 1);
    var order = PlacedOrder.of(sku, 2);
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);

    http.get()
        .uri("/reservations/" + order.id())
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .json(
            """
            {"state": "REJECTED", "lines": [{"sku": "WEB-SHOW", "quantity": 2}],
             "shortages": [{"sku": "WEB-SHOW", "requested": 2, "available": 1}]}
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET    | /stock/WEB-NOWHERE                 | 404
          GET    | /stock/-no-sku                     | 400
          GET    | /stock/a%20b                       | 400
          GET    | /stock?limit=0                     | 400
          GET    | /stock?limit=1000000               | 400
          GET    | /stock?limit=many                  | 400
          GET    | /stock?cursor=%21%21               | 400
          GET    | /stock?cursor=AA                   | 400
          GET    | /reservations/1-1-1-1-1            | 400
          GET    | /reservations/none                 | 400
          GET    | /nothing                           | 404
          DELETE | /stock/WEB-NOWHERE                 | 405
          """)
  void refusesWhatItCannotShow(String method, String uri, int status) {
    assertIsProblem(
        http.method(HttpMethod.valueOf(method)).uri(URI.create(base() + uri)).exchange(), status);
  }

  @Test
  void knowsNoReservationOfAnOrderThatItNeverHeardOf() {
    assertIsProblem(http.get().uri("/reservations/" + UUID.randomUUID()).exchange(), 404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      nullValues = "none",
      textBlock =
          """
          none                                            | 400
          ''                                              | 400
          not json                                        | 400
          {"quantity": 1                                  | 400
          []                                              | 400
          {}                                              | 400
          null                                            | 400
          {"quantity": null}                              | 400
          {"quantity": "1"}                               | 400
          {"quantity": 1.5}                               | 400
          {"quantity": true}                              | 400
          {"quantity": 1, "quantity": 2}                  | 400
          {"quantity": 1, "price": 2}                     | 400
          {"quantity": 99999999999999999999}              | 400
          {"quantity": 1e99}                              | 400
          {"quantity": 1} {}                              | 400
          {"quantity": 0}                                 | 422
          {"quantity": -1}                                | 422
          {"quantity": 1000001}                           | 422
          {"quantity": 9223372036854775807}               | 422
          """)
  void refusesToCountWhatMakesNoSense(String body, int status) {
    restocking.takeUp("WEB-BAD", 3);

    assertIsProblem(restock("WEB-BAD", "delivery", body == null ? "" : body), status);

    assertThat(onHand("WEB-BAD")).isEqualTo(3);
    assertThat(jdbc.queryForList("select 1 from restocking where sku = 'WEB-BAD'")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          WEB-BAD-1        | {"quantity": -1}      | 422
          WEB-BAD-2        | {"quantity": 1000001} | 422
          WEB-BAD-3        | {"quantity": "x"}     | 400
          -no-sku          | {"quantity": 1}       | 400
          ..%2F..%2Fetc    | {"quantity": 1}       | 400
          %E2%82%AC        | {"quantity": 1}       | 400
          WEB-BAD-%00      | {"quantity": 1}       | 400
          """)
  void refusesToTakeUpWhatIsNoSku(String sku, String body, int status) {
    assertIsProblem(
        http.put()
            .uri(URI.create(base() + "/stock/" + sku))
            .contentType(MediaType.APPLICATION_JSON)
            .body(body)
            .exchange(),
        status);

    assertThat(jdbc.queryForList("select 1 from stock where sku like 'WEB-BAD-_'")).isEmpty();
  }

  @Test
  void refusesAKeyThatCannotBeKept() {
    inStock("WEB-KEYLESS", 3);
    String body = "{\"quantity\": 1}";

    assertIsProblem(restock("WEB-KEYLESS", null, body), 400);
    assertIsProblem(restock("WEB-KEYLESS", "", body), 400);
    assertIsProblem(restock("WEB-KEYLESS", "k".repeat(256), body), 400);

    assertThat(onHand("WEB-KEYLESS")).isEqualTo(3);
  }

  @Test
  void refusesToRestockWhatItNeverTookUp() {
    assertIsProblem(restock("WEB-NOWHERE", "delivery", "{\"quantity\": 1}"), 404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/yaml", "application/vnd.stock+json"})
  void takesJsonOnly(String type) {
    assertIsProblem(
        http.put()
            .uri("/stock/WEB-TEXT")
            .contentType(MediaType.parseMediaType(type))
            .body("{\"quantity\": 1}".getBytes(UTF_8))
            .exchange(),
        415);
    assertIsProblem(
        http.post()
            .uri("/stock/WEB-TEXT/restocks")
            .header("Idempotency-Key", "delivery")
            .contentType(MediaType.parseMediaType(type))
            .body("{\"quantity\": 1}".getBytes(UTF_8))
            .exchange(),
        415);
  }

  @Test
  void answersInJsonOnly() {
    assertIsProblem(http.get().uri("/stock").accept(MediaType.TEXT_HTML).exchange(), 406);
  }

  @Test
  void changesNothingThatItCannotAnswer() {
    inStock("WEB-MUTE", 3);

    assertIsProblem(
        http.put()
            .uri("/stock/WEB-MUTE-NEW")
            .accept(MediaType.TEXT_HTML)
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"quantity\": 1}")
            .exchange(),
        406);
    assertIsProblem(
        http.post()
            .uri("/stock/WEB-MUTE/restocks")
            .accept(MediaType.TEXT_HTML)
            .header("Idempotency-Key", "delivery")
            .contentType(MediaType.APPLICATION_JSON)
            .body("{\"quantity\": 1}")
            .exchange(),
        406);

    assertThat(onHand("WEB-MUTE")).isEqualTo(3);
    assertThat(jdbc.queryForList("select 1 from stock where sku = 'WEB-MUTE-NEW'")).isEmpty();
  }

  @Test
  void describesTheKeyThatARestockingNeeds() {
    http.get()
        .uri("/v3/api-docs")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath(
            "$.paths['/stock/{sku}/restocks'].post.parameters"
                + "[?(@.name == 'Idempotency-Key' && @.in == 'header' && @.required == true)]")
        .isNotEmpty();
  }

  @Test
  void describesWhereANewSkuIsShown() {
    http.get()
        .uri("/v3/api-docs")
        .exchange()
        .expectBody()
        .jsonPath("$.paths['/stock/{sku}'].put.responses['201'].headers.Location")
        .exists()
        .jsonPath("$.paths['/stock/{sku}'].put.responses['200']")
        .exists()
        .jsonPath("$.paths['/stock/{sku}'].get.responses['400']")
        .exists();
  }

  @Test
  void showsItsHealthAndItsMetrics() {
    http.get().uri("/actuator/health/liveness").exchange().expectStatus().isOk();
    http.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
    http.get().uri("/actuator/prometheus").exchange().expectStatus().isOk();
  }

  private ResponseSpec put(String sku, String body) {
    return http.put()
        .uri("/stock/" + sku)
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  private ResponseSpec restock(String sku, String key, String body) {
    return http.post()
        .uri("/stock/" + sku + "/restocks")
        .headers(headers -> {
          if (key != null) headers.set("Idempotency-Key", key);
        })
        .contentType(MediaType.APPLICATION_JSON)
        .body(body)
        .exchange();
  }

  private Map<String, Object> page(String uri) {
    return http.get()
        .uri(uri)
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(new ParameterizedTypeReference<Map<String, Object>>() {})
        .returnResult()
        .getResponseBody();
  }

  private static void assertIsProblem(ResponseSpec response, int status) {
    BodyContentSpec body =
        response
            .expectStatus()
            .isEqualTo(status)
            .expectHeader()
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .expectBody();
    body.jsonPath("$.type").exists();
    body.jsonPath("$.status").isEqualTo(status);
    body.jsonPath("$.trace").doesNotExist();
  }
}
