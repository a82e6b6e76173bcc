package dev.orderflow.payment.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.provider.ProviderSandbox;
import dev.orderflow.payment.PaymentSettings;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.domain.ProviderRecord;
import dev.orderflow.payment.domain.ProviderRecord.State;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stripe's client against the provider sandbox: which answers are final, and that money moves once.
 */
class StripeGatewayTest {

  private static final Money TOTAL = Money.of("25.80", "EUR");
  private static final int MOST_CALLS = 1024;
  private static final String INTENT =
      """
      {"object": "payment_intent", "id": "pi_1", "amount_capturable": 2580, "amount_received": 2580,
       "status": "%s"}
      """;

  private final UUID orderId = UUID.randomUUID();
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;
  private ProviderSandbox sandbox;
  private PaymentGateway gateway;

  @BeforeEach
  void start() throws IOException {
    sandbox = ProviderSandbox.start(0, directory.resolve("ledger"));
    gateway = gateway(sandbox.url(), "sk_test_gateway");
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pm_card_visa", "pm_card_mastercard", "pm_card_amex"})
  void holdsCapturesAndRefunds(String token) {
    String reference = held(token);

    assertThat(ask(Operation.CAPTURE, reference)).isEqualTo(new Charged(reference));
    assertThat(ask(Operation.REFUND, reference)).isEqualTo(new PaidBack());
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED", "REFUNDED");
  }

  @Test
  void voids() {
    assertThat(ask(Operation.VOID, held("pm_card_visa"))).isEqualTo(new Released());
    assertThat(ledger()).containsExactly("AUTHORIZED", "VOIDED");
  }

  @Test
  void tellsWhatTheProviderHasRecordedOfAPayment() {
    String reference = held("pm_card_visa");
    assertThat(found(reference)).isEqualTo(ProviderRecord.of(State.HELD));
    assertThat(found(null)).isEqualTo(ProviderRecord.of(State.HELD));

    ask(Operation.CAPTURE, reference);
    assertThat(found(reference)).isEqualTo(ProviderRecord.of(State.CHARGED));
    assertThat(found(null)).isEqualTo(ProviderRecord.of(State.CHARGED));

    ask(Operation.REFUND, reference);
    assertThat(found(reference)).isEqualTo(ProviderRecord.of(State.PAID_BACK));
    assertThat(found(null)).isEqualTo(ProviderRecord.of(State.PAID_BACK));
  }

  @Test
  void tellsOfAVoidedPaymentThatNothingIsHeld() {
    String reference = held("pm_card_visa");
    ask(Operation.VOID, reference);

    assertThat(found(reference)).isEqualTo(ProviderRecord.of(State.RELEASED));
  }

  @Test
  void tellsThatTheProviderHasAnotherAmount() {
    String reference = held("pm_card_visa");

    ProviderRecord found = gateway.find(orderId, reference, Money.of("25.81", "EUR"));

    assertThat(found).isEqualTo(new ProviderRecord(State.OTHER_AMOUNT, "HELD 2580 in minor units"));
  }

  @Test
  void tellsThatTheProviderKnowsNoSuchPayment() {
    assertThat(found("pi_sandbox_0000000099")).isEqualTo(ProviderRecord.of(State.NOT_FOUND));
    assertThat(found(null)).isEqualTo(ProviderRecord.of(State.NOT_FOUND));
  }

  @Test
  void knowsNothingWhileTheProviderIsAway() {
    String reference = held("pm_card_visa");
    sandbox.close();

    assertThat(found(reference).state()).isEqualTo(State.UNKNOWN);
    assertThat(found(null).state()).isEqualTo(State.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_chargeDeclined, generic_decline",
    "pm_card_chargeDeclinedInsufficientFunds, insufficient_funds",
    "pm_card_chargeDeclinedExpiredCard, expired_card",
    "pm_card_chargeDeclinedIncorrectCvc, incorrect_cvc",
    "pm_card_chargeDeclinedProcessingError, processing_error",
    "pm_card_authenticationRequired, authentication_required",
    "pm_card_nobody, resource_missing",
  })
  void passesARefusalOn(String token, String code) {
    ProviderAnswer answer = authorize(token);

    assertThat(answer)
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(String.valueOf(refused.detail())).doesNotContain(token);
            });
  }

  @Test
  void passesTheRefusalOfACaptureOn() {
    String reference = held("pm_card_sandboxCaptureFails");

    assertThat(ask(Operation.CAPTURE, reference)).isInstanceOf(Refused.class);
    assertThat(ask(Operation.VOID, reference)).isEqualTo(new Released());
  }

  @Test
  void repeatsACallWithoutMovingMoneyAgain() {
    String reference = held("pm_card_visa");

    assertThat(authorize("pm_card_visa")).isEqualTo(new Held(reference));
    ask(Operation.CAPTURE, reference);
    assertThat(ask(Operation.CAPTURE, reference)).isEqualTo(new Charged(reference));
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED");
  }

  @Test
  void findsOutThatACaptureUnderAnotherKeyHasHappened() {
    String reference = held("pm_card_visa");
    ask(Operation.CAPTURE, reference);

    assertThat(ask(call(Operation.CAPTURE, null, reference, 1))).isEqualTo(new Charged(reference));
    assertThat(ask(Operation.VOID, reference)).isEqualTo(new Charged(reference));
  }

  @Test
  void findsOutThatThereIsNothingLeftToCaptureVoidOrRefund() {
    String voided = held("pm_card_visa");
    ask(Operation.VOID, voided);

    assertThat(ask(Operation.CAPTURE, voided)).isEqualTo(new Released());
    assertThat(ask(call(Operation.VOID, null, voided, 1))).isEqualTo(new Released());

    String refunded = ((Held) ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 1))).reference();
    ask(call(Operation.CAPTURE, null, refunded, 1));
    ask(Operation.REFUND, refunded);
    assertThat(ask(call(Operation.REFUND, null, refunded, 1))).isEqualTo(new PaidBack());
  }

  @Test
  void looksAnAuthorizationUpByItsOrder() {
    assertThat(lookUp()).isEqualTo(new NotFound());
    authorize("pm_card_chargeDeclined");
    assertThat(lookUp()).isInstanceOf(Refused.class);

    var held = ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 1));

    assertThat(lookUp()).isEqualTo(held);
  }

  @Test
  void findsNothingThatTheSearchDoesNotKnowYet() {
    faults("{\"searchDelayMillis\": 60000}");
    authorize("pm_card_visa");

    assertThat(lookUp()).isEqualTo(new NotFound());
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSE", "ERROR", "RATE_LIMIT", "UNAUTHORIZED", "EXECUTE_THEN_DROP"})
  void takesTroubleForAnUnclearAnswerAndRepeats(String fault) {
    faults("{\"faults\": [{\"then\": \"%s\", \"times\": 1}]}".formatted(fault));

    assertThat(authorize("pm_card_visa"))
        .isInstanceOf(Unclear.class)
        .matches(answer -> !spent(answer));
    assertThat(authorize("pm_card_visa")).isInstanceOf(Held.class);
    assertThat(ledger()).containsExactly("AUTHORIZED");
  }

  @ParameterizedTest
  @ValueSource(strings = {"REFUSE", "ERROR", "RATE_LIMIT", "UNAUTHORIZED", "EXECUTE_THEN_DROP"})
  void repeatsACaptureAfterTrouble(String fault) {
    String reference = held("pm_card_visa");
    faults("{\"faults\": [{\"then\": \"%s\", \"times\": 1}]}".formatted(fault));

    assertThat(ask(Operation.CAPTURE, reference)).isInstanceOf(Unclear.class);
    assertThat(ask(Operation.CAPTURE, reference)).isEqualTo(new Charged(reference));
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED");
  }

  @ParameterizedTest
  @CsvSource({"ERROR_SAVED, NotFound", "EXECUTE_THEN_ERROR, Held"})
  void searchesForAnAuthorizationThatIsAnErrorForEver(String fault, String truth) {
    faults("{\"faults\": [{\"then\": \"%s\", \"times\": 1}]}".formatted(fault));
    assertThat(authorize("pm_card_visa")).isInstanceOf(Unclear.class);

    assertThat(authorize("pm_card_visa")).matches(StripeGatewayTest::spent);
    assertThat(lookUp().getClass().getSimpleName()).isEqualTo(truth);
  }

  @Test
  void looksUpACaptureThatIsAnErrorForEver() {
    String reference = held("pm_card_visa");
    faults("{\"faults\": [{\"then\": \"EXECUTE_THEN_ERROR\", \"times\": 1}]}");
    ask(Operation.CAPTURE, reference);

    assertThat(ask(Operation.CAPTURE, reference)).isEqualTo(new Charged(reference));
  }

  @Test
  void leavesTheKeyOfACaptureThatFailedForEver() {
    String reference = held("pm_card_visa");
    faults("{\"faults\": [{\"then\": \"ERROR_SAVED\", \"times\": 1}]}");
    ask(Operation.CAPTURE, reference);

    assertThat(ask(Operation.CAPTURE, reference)).matches(StripeGatewayTest::spent);
    assertThat(ask(call(Operation.CAPTURE, null, reference, 1))).isEqualTo(new Charged(reference));
  }

  @Test
  void leavesTheKeyOfARefundThatWasRefusedForEver() {
    String reference = held("pm_card_visa");
    ProviderAnswer tooEarly = ask(Operation.REFUND, reference);
    ask(Operation.CAPTURE, reference);

    assertThat(tooEarly).isInstanceOf(Unclear.class).matches(it -> !spent(it));
    assertThat(ask(Operation.REFUND, reference)).matches(StripeGatewayTest::spent);
    assertThat(ask(call(Operation.REFUND, null, reference, 1))).isEqualTo(new PaidBack());
  }

  @Test
  void refundsOnceWhateverTheAnswers() {
    String reference = held("pm_card_visa");
    ask(Operation.CAPTURE, reference);
    faults("{\"faults\": [{\"then\": \"EXECUTE_THEN_ERROR\", \"times\": 1}]}");
    ask(Operation.REFUND, reference);

    assertThat(ask(Operation.REFUND, reference)).matches(StripeGatewayTest::spent);
    assertThat(ask(call(Operation.REFUND, null, reference, 1))).isEqualTo(new PaidBack());
    assertThat(ledger()).containsExactly("AUTHORIZED", "CAPTURED", "REFUNDED", "REFUSED");
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"AUTHORIZE", "CAPTURE", "VOID"})
  void asksThePaymentItselfWhenTheAnswerToBeRepeatedWasNotTheLastWord(Operation operation)
      throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to("POST", INTENT.formatted("processing"));
      answering.to("GET", INTENT.formatted("succeeded"));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway")
              .ask(call(operation, "pm_card_visa", "pi_1", 0));

      assertThat(answer).isEqualTo(new Charged("pi_1"));
    }
  }

  @Test
  void passesOnOnlyAsMuchOfARefusalAsCanBeStoredAndStated() throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to(
          "POST",
          402,
          """
          {"error": {"type": "card_error", "code": "card_declined", "decline_code": "%s",
           "message": "\\u0000No\\ud83d money\\udcb8%s"}}
          """
              .formatted("no\\u0000pe".repeat(10_000), "\\ud83d\\udcb8".repeat(50_000)));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway")
              .ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0));

      assertThat(answer)
          .isEqualTo(new Refused("nope".repeat(25), "No money" + "\ud83d\udcb8".repeat(500 - 8)));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"AUTHORIZE", "CAPTURE", "VOID", "LOOK_UP"})
  void takesNoNameOfAPaymentThatCannotBeStoredAndStated(Operation operation) throws IOException {
    for (String id :
        List.of(
            "null", "\"\"", "\"pi_\\u0000\"", "\"pi_\\ud83d\"", "\"" + "p".repeat(256) + "\"")) {
      try (StripeAnswering answering = new StripeAnswering()) {
        String status = operation == Operation.AUTHORIZE ? "requires_capture" : "succeeded";
        String intent = INTENT.formatted(status).replace("\"pi_1\"", id);
        answering.to("POST", intent);
        answering.to("GET", intent);
        answering.to(
            "GET /v1/payment_intents/search",
            "{\"object\": \"search_result\", \"has_more\": false, \"data\": [" + intent + "]}");

        ProviderAnswer answer =
            gateway(answering.url(), "sk_test_gateway")
                .ask(call(operation, "pm_card_visa", "pi_1", 0));

        assertThat(answer).as(id).isEqualTo(new Unclear("no usable id"));
      }
    }
  }

  @Test
  void keepsOtherMessagesThanThoseAboutTheCardToItself() throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to(
          "POST",
          """
          {"object": "payment_intent", "id": "pi_1", "status": "requires_payment_method",
           "last_payment_error": {"type": "invalid_request_error", "code": "resource_missing",
           "message": "No such PaymentMethod: 'pm_card_visa'"}}
          """);

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway")
              .ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0));

      assertThat(answer).isEqualTo(new Refused("resource_missing", null));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void tellsOperatorsNoMoreOfAnAnswerThanCanBeStored(String unusual) throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to("POST", INTENT.formatted("processing"));
      answering.to("GET", INTENT.formatted("processing"));
      answering.to(unusual, INTENT.formatted("\\u0000" + "\\ud83d\\udcb8".repeat(1000)));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.CAPTURE, null, "pi_1", 0));

      assertThat(((Unclear) answer).error())
          .startsWith("payment intent ")
          .doesNotContain("\0")
          .matches(error -> error.codePointCount(0, error.length()) <= 300);
    }
  }

  @Test
  void takesNoOtherAmountForTheCaptureAndAnyForACharge() throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to("POST", INTENT.formatted("succeeded").replace("2580", "1000"));
      answering.to("GET", INTENT.formatted("succeeded").replace("2580", "1000"));
      PaymentGateway stripe = gateway(answering.url(), "sk_test_gateway");

      ProviderAnswer captured = stripe.ask(call(Operation.CAPTURE, null, "pi_1", 0));
      ProviderAnswer voided = stripe.ask(call(Operation.VOID, null, "pi_1", 0));

      assertThat(captured).isEqualTo(new Refused("captured_other_amount", null));
      assertThat(voided).isEqualTo(new Charged("pi_1"));
    }
  }

  @ParameterizedTest
  @CsvSource({"failed, true", "canceled, true", "requires_action, false"})
  void leavesTheKeyOfARefundThatCameToNothing(String status, boolean spent) throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to(
          "POST", "{\"object\": \"refund\", \"id\": \"re_1\", \"status\": \"" + status + "\"}");

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.REFUND, null, "pi_1", 0));

      assertThat(answer).isEqualTo(new Unclear("refund " + status, spent));
    }
  }

  @ParameterizedTest
  @CsvSource({"10.50, 10.00, MGA", "5.124, 5.120, KWD"})
  void refusesWhatTheProviderCannotBeTold(String tooFine, String coarse, String currency) {
    assertThat(authorize(Money.of(tooFine, currency)))
        .isEqualTo(new Refused("invalid_amount", null));
    assertThat(ledger()).isEmpty();
    assertThat(authorize(Money.of(coarse, currency))).isInstanceOf(Held.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = Operation.class,
      names = {"CAPTURE", "VOID"})
  void leavesTheKeyWhenThePaymentIsAsItWas(Operation operation) throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to("POST", INTENT.formatted("processing"));
      answering.to("GET", INTENT.formatted("requires_capture"));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(operation, null, "pi_1", 0));

      assertThat(answer).matches(StripeGatewayTest::spent);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"requires_payment_method", "requires_confirmation", "requires_action", "canceled"})
  void findsThatNothingIsHeldThatWouldHaveToBeVoided(String status) throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.to("POST", INTENT.formatted("processing"));
      answering.to("GET", INTENT.formatted(status));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.VOID, null, "pi_1", 0));

      assertThat(answer).isEqualTo(new Released());
    }
  }

  @Test
  void findsTheAttemptThatHoldsMoneyAmongOthers() throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.toSearch("canceled", "processing", "requires_capture");

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.LOOK_UP, null, null, 0));

      assertThat(answer).isEqualTo(new Held("pi_3"));
    }
  }

  @Test
  void asksThePaymentItselfWhenTheSearchKnowsItAsItWas() throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.toSearch("requires_payment_method");
      answering.to("GET /v1/payment_intents/pi_1", INTENT.formatted("requires_capture"));

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.LOOK_UP, null, null, 0));

      assertThat(answer).isEqualTo(new Held("pi_1"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"requires_payment_method", "requires_confirmation"})
  void findsAPaymentThatNobodyWillConfirmRefused(String status) throws IOException {
    try (StripeAnswering answering = new StripeAnswering()) {
      answering.toSearch(status);

      ProviderAnswer answer =
          gateway(answering.url(), "sk_test_gateway").ask(call(Operation.LOOK_UP, null, null, 0));

      assertThat(answer).isEqualTo(new Refused("card_declined", null));
    }
  }

  @Test
  void doesNotReuseAKeyThatBelongsToAnotherCall() {
    authorize("pm_card_visa");

    assertThat(authorize("pm_card_mastercard")).matches(StripeGatewayTest::spent);
  }

  @Test
  void givesUpOnASlowAnswerInTimeAndGetsItLater() {
    faults("{\"faults\": [{\"delayMillis\": 1000, \"times\": 1}]}");
    Instant asked = Instant.now();

    ProviderAnswer answer = authorize("pm_card_visa", Duration.ofMillis(200));

    assertThat(answer).isInstanceOf(Unclear.class);
    assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofMillis(900));
    await().untilAsserted(() -> assertThat(authorize("pm_card_visa")).isInstanceOf(Held.class));
    assertThat(ledger()).containsExactly("AUTHORIZED");
  }

  @Test
  void givesUpOnAnAnswerThatDripsForEver() throws IOException {
    try (ServerSocket proxy = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> drip(proxy));
      URI url = URI.create("http://127.0.0.1:" + proxy.getLocalPort());

      ProviderAnswer unclear =
          gateway(url, "sk_test_gateway")
              .ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0, Duration.ofMillis(200)));

      assertThat(((Unclear) unclear).error()).endsWith("TimeoutException");
    }
  }

  @Test
  void survivesAProviderThatIsDown() {
    sandbox.close();

    assertThat(authorize("pm_card_visa")).isInstanceOf(Unclear.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 9\r\n\r\n<html/>\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<html/>\r\n",
        "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"id\":",
        "nonsense\r\n\r\n"
      })
  void takesAnAnswerThatIsNotStripesForUnclear(String answer) throws IOException {
    try (ServerSocket proxy = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answerOnce(proxy, answer));
      URI url = URI.create("http://127.0.0.1:" + proxy.getLocalPort());

      ProviderAnswer unclear =
          gateway(url, "sk_test_gateway")
              .ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0, Duration.ofSeconds(1)));

      assertThat(unclear).isInstanceOf(Unclear.class);
    }
  }

  @Test
  void blamesARevokedKeyOnNoOrder() {
    PaymentGateway locked = gateway(sandbox.url(), "sk_live_revoked");

    assertThat(locked.ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0)))
        .isInstanceOf(Unclear.class);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void tellsOperatorsWhatHappenedWithoutSecrets(Operation operation) {
    faults("{\"faults\": [{\"then\": \"ERROR\"}]}");

    String error =
        ((Unclear) ask(call(operation, "pm_card_visa", "pi_sandbox_0000000001", 0))).error();

    assertThat(error).contains("500").doesNotContain("pm_card", "sk_test");
  }

  @Test
  void makesAThousandSlowCallsAtATime() throws Exception {
    faults("{\"faults\": [{\"delayMillis\": 300}]}");
    Instant begun = Instant.now();

    List<Future<ProviderAnswer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        ProviderCall call = of(UUID.randomUUID());
        answers.add(threads.submit(() -> gateway.ask(call)));
      }
    }

    for (var answer : answers) assertThat(answer.get()).isInstanceOf(Held.class);
    // One after the other they would take five minutes.
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
  }

  private static boolean spent(ProviderAnswer answer) {
    return answer instanceof Unclear unclear && unclear.keySpent();
  }

  private static void answerOnce(ServerSocket server, String answer) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[8192]);
      socket.getOutputStream().write(answer.getBytes(US_ASCII));
      socket.getOutputStream().flush();
    } catch (IOException _) {
      // The caller notices.
    }
  }

  /** A byte now and then, until the caller has left. */
  private static void drip(ServerSocket server) {
    try (var socket = server.accept()) {
      socket.getInputStream().read(new byte[8192]);
      socket.setSoTimeout(20);
      socket.getOutputStream().write("HTTP/1.1 200 OK\r\nX-Drip: ".getBytes(US_ASCII));
      while (!hasLeft(socket)) socket.getOutputStream().write('.');
    } catch (IOException _) {
      // The caller has left.
    }
  }

  private static boolean hasLeft(Socket caller) throws IOException {
    try {
      return caller.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private String held(String token) {
    return ((Held) authorize(token)).reference();
  }

  private ProviderAnswer authorize(String token) {
    return ask(call(Operation.AUTHORIZE, token, null, 0));
  }

  private ProviderAnswer authorize(String token, Duration timeout) {
    return ask(call(Operation.AUTHORIZE, token, null, 0, timeout));
  }

  private ProviderAnswer authorize(Money amount) {
    return ask(call(Operation.AUTHORIZE, "pm_card_visa", null, 0, Duration.ofSeconds(5), amount));
  }

  private ProviderAnswer lookUp() {
    return ask(call(Operation.LOOK_UP, null, null, 0));
  }

  private ProviderAnswer ask(Operation operation, String reference) {
    return ask(call(operation, null, reference, 0));
  }

  private ProviderAnswer ask(ProviderCall call) {
    return gateway.ask(call);
  }

  private ProviderCall call(Operation operation, String token, String reference, int round) {
    return call(operation, token, reference, round, Duration.ofSeconds(5));
  }

  private ProviderCall call(
      Operation operation, String token, String reference, int round, Duration timeout) {
    return call(operation, token, reference, round, timeout, TOTAL);
  }

  private ProviderCall call(
      Operation operation,
      String token,
      String reference,
      int round,
      Duration timeout,
      Money amount) {
    String key = operation + "-" + orderId + "-" + round;
    return new ProviderCall(
        orderId,
        operation,
        key,
        round,
        amount,
        token,
        reference,
        1,
        timeout,
        Instant.EPOCH,
        Long.MAX_VALUE,
        null);
  }

  private static ProviderCall of(UUID order) {
    return new ProviderCall(
        order,
        Operation.AUTHORIZE,
        "authorize-" + order,
        0,
        TOTAL,
        "pm_card_visa",
        null,
        1,
        Duration.ofSeconds(10),
        Instant.EPOCH,
        Long.MAX_VALUE,
        null);
  }

  private static PaymentGateway gateway(URI url, String apiKey) {
    return new StripeGateway(
        new PaymentSettings.Stripe(apiKey, url, Duration.ofSeconds(2)), MOST_CALLS);
  }

  private void faults(String faults) {
    send(HttpRequest.newBuilder(url("/sandbox/faults")).PUT(BodyPublishers.ofString(faults)));
  }

  private List<String> ledger() {
    JsonNode lines =
        new JsonMapper()
            .readTree(send(HttpRequest.newBuilder(url("/sandbox/ledger?order=" + orderId))));
    return lines.valueStream().map(line -> line.at("/operation").asString()).toList();
  }

  private URI url(String path) {
    return URI.create(sandbox.url() + path);
  }

  private String send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private ProviderRecord found(String reference) {
    return gateway.find(orderId, reference, TOTAL);
  }

  /** Says what the provider's stand-in never does: to a request, or to all others of its method. */
  private static final class StripeAnswering implements AutoCloseable {

    private record Reply(int status, String body) {}

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

    StripeAnswering() throws IOException {
      server.createContext("/", this::answer);
      server.start();
    }

    void to(String request, String body) {
      to(request, 200, body);
    }

    void to(String request, int status, String body) {
      replies.put(request, new Reply(status, body));
    }

    /** Each payment intent that is found, pi_1 and so on, says the same of itself. */
    void toSearch(String... statuses) {
      List<String> found = new ArrayList<>();
      for (String status : statuses) {
        String id = "pi_" + (found.size() + 1);
        found.add(INTENT.formatted(status).replace("pi_1", id));
        to("GET /v1/payment_intents/" + id, found.getLast());
      }
      to(
          "GET /v1/payment_intents/search",
          "{\"object\": \"search_result\", \"has_more\": false, \"data\": " + found + "}");
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
      String method = exchange.getRequestMethod();
      Reply reply =
          replies.getOrDefault(
              method + " " + exchange.getRequestURI().getPath(), replies.get(method));
      byte[] body = reply.body().getBytes(US_ASCII);
      try (exchange) {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
