package dev.orderflow.localstack.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProviderSandboxTest {

  private static final String ORDER = "0198c0de-0000-7000-8000-000000000001";

  private final HttpClient http = HttpClient.newHttpClient();
  private final JsonMapper json = new JsonMapper();

  @TempDir Path directory;
  private ProviderSandbox sandbox;

  @BeforeEach
  void start() throws IOException {
    sandbox = ProviderSandbox.start(0, directory.resolve("ledger"));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pm_card_visa", "pm_card_mastercard", "pm_card_amex"})
  void holdsTheAmountOfAGoodCard(String token) throws Exception {
    HttpResponse<String> answer = authorize(token, "a");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer, "/status")).isEqualTo("requires_capture");
    assertThat(text(answer, "/metadata/order_id")).isEqualTo(ORDER);
    assertThat(body(answer).at("/amount_capturable").asInt()).isEqualTo(2580);
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_chargeDeclined, card_declined, generic_decline",
    "pm_card_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
    "pm_card_chargeDeclinedExpiredCard, expired_card,",
    "pm_card_chargeDeclinedIncorrectCvc, incorrect_cvc,",
    "pm_card_chargeDeclinedProcessingError, processing_error,",
  })
  void declinesWithTheReasonOfTheCard(String token, String code, String declineCode)
      throws Exception {
    HttpResponse<String> answer = authorize(token, "a");

    assertThat(answer.statusCode()).isEqualTo(402);
    assertThat(text(answer, "/error/type")).isEqualTo("card_error");
    assertThat(text(answer, "/error/code")).isEqualTo(code);
    assertThat(text(answer, "/error/decline_code"))
        .isEqualTo(declineCode == null ? "" : declineCode);
  }

  @Test
  void asksTheCustomerToLogInAtTheBank() throws Exception {
    HttpResponse<String> answer = authorize("pm_card_authenticationRequired", "a");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(text(answer, "/status")).isEqualTo("requires_action");
  }

  @Test
  void capturesOnce() throws Exception {
    String intent = authorized("pm_card_visa");

    assertThat(text(post("/v1/payment_intents/" + intent + "/capture", "", "c1"), "/status"))
        .isEqualTo("succeeded");
    HttpResponse<String> again = post("/v1/payment_intents/" + intent + "/capture", "", "c2");

    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(text(again, "/error/code")).isEqualTo("payment_intent_unexpected_state");
    assertThat(text(again, "/error/payment_intent/status")).isEqualTo("succeeded");
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED", "REFUSED");
  }

  @Test
  void refusesTheCaptureOfTheSandboxsOwnCard() throws Exception {
    String intent = authorized("pm_card_sandboxCaptureFails");

    HttpResponse<String> answer = post("/v1/payment_intents/" + intent + "/capture", "", "c");

    assertThat(answer.statusCode()).isEqualTo(402);
    assertThat(text(get("/v1/payment_intents/" + intent), "/status")).isEqualTo("requires_capture");
  }

  @Test
  void voidsWhatIsHeldAndRefundsWhatIsCharged() throws Exception {
    String held = authorized("pm_card_visa");
    post("/v1/payment_intents/" + held + "/cancel", "", "v");
    String charged = text(authorize("pm_card_visa", "a2"), "/id");
    post("/v1/payment_intents/" + charged + "/capture", "", "c");
    HttpResponse<String> refund = post("/v1/refunds", "payment_intent=" + charged, "r");
    HttpResponse<String> again = post("/v1/refunds", "payment_intent=" + charged, "r2");

    assertThat(text(get("/v1/payment_intents/" + held), "/status")).isEqualTo("canceled");
    assertThat(text(refund, "/status")).isEqualTo("succeeded");
    assertThat(text(again, "/error/code")).isEqualTo("charge_already_refunded");
    assertThat(ledger())
        .containsExactly("AUTHORIZED", "VOIDED", "AUTHORIZED", "CAPTURED", "REFUNDED", "REFUSED");
  }

  @Test
  void givesTheSameKeyTheSameAnswerEvenAfterACrash() throws Exception {
    String first = authorize("pm_card_visa", "a").body();
    post("/v1/payment_intents/" + json.readTree(first).at("/id").asString() + "/capture", "", "c");
    crash();

    HttpResponse<String> again = authorize("pm_card_visa", "a");

    assertThat(again.body()).isEqualTo(first);
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED");
  }

  @Test
  void refusesAKeyThatWasUsedForAnotherCall() throws Exception {
    authorize("pm_card_visa", "a");

    HttpResponse<String> other = authorize("pm_card_mastercard", "a");

    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(text(other, "/error/type")).isEqualTo("idempotency_error");
  }

  @Test
  void executesOneOfManyCallsWithTheSameKey() throws Exception {
    faults("{\"faults\":[{\"delayMillis\":300,\"times\":1}]}");
    List<CompletableFuture<HttpResponse<String>>> calls =
        IntStream.range(0, 50)
            .mapToObj(
                n -> http.sendAsync(authorization("pm_card_visa", "a"), BodyHandlers.ofString()))
            .toList();

    assertThat(calls).extracting(call -> call.join().statusCode()).containsOnly(200, 409);
    assertThat(ledger()).containsExactly("AUTHORIZED");
  }

  @Test
  void dropsALineThatACrashCutShort() throws Exception {
    authorize("pm_card_visa", "a");
    sandbox.close();
    Files.writeString(directory.resolve("ledger"), "1763 AUTHORI", StandardOpenOption.APPEND);
    start();

    authorize("pm_card_visa", "b");
    crash();

    assertThat(ledger()).containsExactly("AUTHORIZED", "AUTHORIZED");
  }

  @Test
  void findsPaymentsByOrder() throws Exception {
    String intent = authorized("pm_card_visa");

    HttpResponse<String> found = search();

    assertThat(text(found, "/data/0/id")).isEqualTo(intent);
    assertThat(body(found).at("/data").size()).isEqualTo(1);
  }

  @Test
  void letsNobodyInWithoutATestKey() throws Exception {
    HttpRequest nobody = HttpRequest.newBuilder(sandbox.url().resolve("/v1/refunds")).build();

    assertThat(http.send(nobody, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "amount=0&currency=eur, parameter_invalid_integer",
    "amount=12.9&currency=eur, parameter_invalid_integer",
    "amount=1290&currency=euro, parameter_unknown",
    "amount=1290&currency=eur&payment_method=pm_nobody&confirm=true&capture_method=manual,"
        + " resource_missing",
  })
  void executesNoInvalidCall(String form, String code) throws Exception {
    HttpResponse<String> answer = post("/v1/payment_intents", form, "a");

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(text(answer, "/error/code")).isEqualTo(code);
    assertThat(ledger()).isEmpty();
  }

  @Test
  void errorsExecuteNothing() throws Exception {
    faults("{\"faults\":[{\"then\":\"ERROR\",\"operations\":[\"AUTHORIZE\"],\"times\":1}]}");

    assertThat(authorize("pm_card_visa", "a").statusCode()).isEqualTo(500);
    assertThat(ledger()).isEmpty();
    assertThat(authorize("pm_card_visa", "a").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"ERROR_SAVED, FAILED", "EXECUTE_THEN_ERROR, AUTHORIZED"})
  void savedErrorsStayWithTheirKey(String fault, String operation) throws Exception {
    faults("{\"faults\":[{\"then\":\"" + fault + "\",\"times\":1}]}");
    authorize("pm_card_visa", "a");

    HttpResponse<String> again = authorize("pm_card_visa", "a");

    assertThat(again.statusCode()).isEqualTo(500);
    assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
    assertThat(ledger("")).isEqualTo(List.of(operation));
  }

  @Test
  void dropsTheConnectionAfterExecuting() throws Exception {
    faults("{\"faults\":[{\"then\":\"EXECUTE_THEN_DROP\",\"times\":1}]}");

    assertThatThrownBy(() -> authorize("pm_card_visa", "a")).isInstanceOf(IOException.class);
    assertThat(authorize("pm_card_visa", "a").headers().firstValue("Idempotent-Replayed"))
        .isPresent();
    assertThat(ledger()).containsExactly("AUTHORIZED");
  }

  @Test
  void hidesYoungPaymentsFromTheSearchWhenAskedTo() throws Exception {
    faults("{\"searchDelayMillis\":60000}");
    authorize("pm_card_visa", "a");

    assertThat(body(search()).at("/data").size()).isZero();
  }

  @Test
  void knowsNoOtherFaults() throws Exception {
    HttpRequest typo =
        request("/sandbox/faults").PUT(BodyPublishers.ofString("{\"fault\":[]}")).build();

    assertThat(http.send(typo, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
  }

  private void crash() throws IOException {
    sandbox.close();
    start();
  }

  private String authorized(String token) throws Exception {
    return text(authorize(token, "a"), "/id");
  }

  private HttpResponse<String> authorize(String token, String key) throws Exception {
    return http.send(authorization(token, key), BodyHandlers.ofString());
  }

  private HttpRequest authorization(String token, String key) {
    String form =
        "amount=2580&currency=eur&capture_method=manual&confirm=true&payment_method=%s"
                .formatted(token)
            + "&metadata[order_id]="
            + ORDER;
    return postRequest("/v1/payment_intents", form, key);
  }

  private HttpResponse<String> search() throws Exception {
    String query = "metadata['order_id']:'" + ORDER + "'";
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    return get("/v1/payment_intents/search?query=" + encoded);
  }

  private HttpResponse<String> post(String path, String form, String key) throws Exception {
    return http.send(postRequest(path, form, key), BodyHandlers.ofString());
  }

  private HttpRequest postRequest(String path, String form, String key) {
    return request(path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(form)).build();
  }

  private HttpResponse<String> get(String path) throws Exception {
    return http.send(request(path).build(), BodyHandlers.ofString());
  }

  private void faults(String faults) throws Exception {
    HttpRequest put = request("/sandbox/faults").PUT(BodyPublishers.ofString(faults)).build();
    assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private List<String> ledger() throws Exception {
    List<String> ofOrder = ledger("?order=" + ORDER);
    assertThat(ledger("")).isEqualTo(ofOrder);
    return ofOrder;
  }

  private List<String> ledger(String query) throws Exception {
    JsonNode lines = body(get("/sandbox/ledger" + query));
    return StreamSupport.stream(lines.spliterator(), false)
        .map(line -> line.at("/operation").asString())
        .toList();
  }

  private HttpRequest.Builder request(String path) {
    URI url = URI.create(sandbox.url() + path);
    return HttpRequest.newBuilder(url).header("Authorization", "Bearer sk_test_sandbox");
  }

  private JsonNode body(HttpResponse<String> answer) {
    return json.readTree(answer.body());
  }

  private String text(HttpResponse<String> answer, String pointer) {
    return body(answer).at(pointer).asString("");
  }
}
