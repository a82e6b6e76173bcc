package dev.orderflow.order.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.localstack.testing.RawHttp.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ParkedEventsApiIT extends OrderServiceUnderTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String OPERATOR = "Content-Type: application/json\r\nX-Operator: grace\r\n";

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
  void countsByCause() throws Exception {
    UUID stranger = UUID.randomUUID();
    others.authorize(stranger, UUID.randomUUID());
    awaitParked(stranger, 1);

    JsonNode causes = get("/parked-events/causes").json();

    JsonNode cause =
        causes
            .valueStream()
            .filter(it -> it.get("reason").asString().equals("UNKNOWN_ORDER"))
            .findAny()
            .orElseThrow();
    assertThat(cause.get("type").asString()).isEqualTo("dev.orderflow.PaymentSucceeded.v1");
    assertThat(cause.get("topic").asString()).isEqualTo("payments");
    assertThat(cause.get("events").asLong()).isPositive();
    assertThat(cause.propertyNames()).contains("status", "oldest", "newest");
  }

  @Test
  void replaysManyAndSaysWhoTriedInVain() throws Exception {
    UUID stranger = UUID.randomUUID();
    others.authorize(stranger, UUID.randomUUID());
    others.reserve(stranger, UUID.randomUUID());
    awaitParked(stranger, 2);

    Response first = replay("?limit=1", stranger);
    Response second = replay("?limit=1&cursor=" + first.json().get("next").asString(), stranger);
    Response none = replay("?cursor=" + second.json().get("next").asString(), stranger);

    assertThat(first.json().get("resolved").asInt()).isZero();
    assertThat(first.json().at("/stillParked/0/reason").asString()).isEqualTo("UNKNOWN_ORDER");
    assertThat(second.json().at("/stillParked/0/id").asLong())
        .isGreaterThan(first.json().at("/stillParked/0/id").asLong());
    assertThat(none.json().get("stillParked")).isEmpty();
    assertThat(none.json().get("next").isNull()).isTrue();
    JsonNode tried = get("/parked-events?orderId=" + stranger).json().at("/items/0");
    assertThat(tried.get("triedBy").asString()).isEqualTo("grace");
    assertThat(tried.get("attempts").asInt()).isEqualTo(2);
  }

  @Test
  void replaysManyAfterTheFix() throws Exception {
    UUID id = UUID.fromString(place().json().get("id").asString());
    jdbc.sql("update orders set currency = 'USD' where id = ?").param(id).update();
    others.authorize(id, UUID.randomUUID());
    awaitParked(id, 1);

    jdbc.sql("update orders set currency = 'EUR' where id = ?").param(id).update();
    Response fixed = replay("", id);
    Response again = replay("", id);

    assertThat(fixed.json().get("resolved").asInt()).isEqualTo(1);
    assertThat(again.json().get("resolved").asInt()).isZero();
    assertThat(get("/orders/" + id + "/events").body()).containsOnlyOnce("PaymentSucceeded");
  }

  @Test
  void discardsManyForAReason() throws Exception {
    UUID stranger = UUID.randomUUID();
    others.authorize(stranger, UUID.randomUUID());
    others.send("inventory", stranger.toString(), Map.of(), "garbage".getBytes(UTF_8));
    awaitParked(stranger, 2);
    String body = "{\"filter\": {\"orderId\": \"%s\"}, \"reason\": \"noise\"}".formatted(stranger);

    Response discarded = http.send("POST /parked-events/discard", OPERATOR, body);
    Response again = http.send("POST /parked-events/discard", OPERATOR, body);

    assertThat(discarded.json().get("resolved").asInt()).isEqualTo(2);
    assertThat(again.json().get("resolved").asInt()).isZero();
    JsonNode event =
        get("/parked-events?status=DISCARDED&orderId=" + stranger).json().at("/items/0");
    assertThat(event.get("note").asString()).isEqualTo("noise");
    assertThat(event.get("resolvedBy").asString()).isEqualTo("grace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void discardsNothingForASlip(String orderId) throws Exception {
    UUID stranger = UUID.randomUUID();
    others.authorize(stranger, UUID.randomUUID());
    awaitParked(stranger, 1);
    String filter = "{\"reason\": \"UNKNOWN_ORDER\", \"orderId\": \"%s\"}".formatted(orderId);

    Response response =
        http.send(
            "POST /parked-events/discard",
            OPERATOR,
            "{\"filter\": %s, \"reason\": \"noise\"}".formatted(filter));

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    awaitParked(stranger, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /parked-events/causes?status=x | '' | 400",
        "GET /parked-events?type=%00 | '' | 400",
        "GET /parked-events?orderId=1-1-1-1-1 | '' | 400",
        "POST /parked-events/replay | '' | 400",
        "POST /parked-events/replay | {\"reason\": \"NONE\"} | 400",
        "POST /parked-events/replay | {\"status\": \"PARKED\"} | 400",
        "POST /parked-events/replay | {\"orderId\": \"1-1-1-1-1\"} | 400",
        "POST /parked-events/replay?limit=501 | {} | 400",
        "POST /parked-events/replay?limit=0 | {} | 400",
        "POST /parked-events/replay?cursor=eA | {} | 400",
        "POST /parked-events/discard | {} | 422",
        "POST /parked-events/discard | {\"filter\": {}, \"reason\": \"noise\"} | 422",
        "POST /parked-events/discard | {\"filter\": {\"reason\": \"NOT_JSON\"}} | 422"
      })
  void refusesWhatIsNotExactlyRight(String line, String body, int status) throws Exception {
    Response response = http.send(line, OPERATOR, body);

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.type()).isEqualTo("application/problem+json");
  }

  @Test
  void namesAllThatIsWrongWithADiscard() throws Exception {
    Response response = http.send("POST /parked-events/discard", OPERATOR, "{}");

    assertThat(response.json().get("errors").valueStream().map(it -> it.get("pointer").asString()))
        .containsExactly("#/reason", "#/filter");
  }

  private Response place() throws Exception {
    return http.send("POST /orders", headers(key()), TWO_MUGS);
  }

  private Response replay(String query, UUID orderId) throws Exception {
    String filter = "{\"orderId\": \"%s\"}".formatted(orderId);
    return http.send("POST /parked-events/replay" + query, OPERATOR, filter);
  }

  private void awaitParked(UUID orderId, int events) {
    await()
        .atMost(SOON)
        .until(() -> get("/parked-events?orderId=" + orderId).json().get("items").size() == events);
  }

  private Response get(String path) throws Exception {
    return http.send("GET " + path, "", "");
  }
}
