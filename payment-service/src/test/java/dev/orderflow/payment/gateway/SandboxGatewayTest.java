package dev.orderflow.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.value.Money;
import dev.orderflow.localstack.provider.ProviderSandbox;
import dev.orderflow.payment.PaymentSettings;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderCall;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway without a provider is to be told from the one with a provider by nobody. */
class SandboxGatewayTest {

  @TempDir static Path directory;
  private static ProviderSandbox provider;
  private static PaymentGateway real;

  private final PaymentGateway gateway = new SandboxGateway();

  @BeforeAll
  static void start() throws IOException {
    provider = ProviderSandbox.start(0, directory.resolve("ledger"));
    real =
        new StripeGateway(
            new PaymentSettings.Stripe("sk_test_x", provider.url(), Duration.ofSeconds(2)), 1);
  }

  @AfterAll
  static void stop() {
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pm_card_visa",
        "pm_card_visa_debit",
        "pm_card_mastercard",
        "pm_card_amex",
        "pm_card_discover",
        "pm_card_chargeDeclined",
        "pm_card_visa_chargeDeclined",
        "pm_card_chargeDeclinedInsufficientFunds",
        "pm_card_visa_chargeDeclinedInsufficientFunds",
        "pm_card_chargeDeclinedLostCard",
        "pm_card_chargeDeclinedStolenCard",
        "pm_card_chargeDeclinedFraudulent",
        "pm_card_chargeDeclinedExpiredCard",
        "pm_card_chargeDeclinedIncorrectCvc",
        "pm_card_chargeDeclinedProcessingError",
        "pm_card_authenticationRequired",
        "pm_card_sandboxCaptureFails",
        "pm_card_nobody",
        "4242424242424242"
      })
  void answersAsTheProviderDoes(String token) {
    UUID order = UUID.randomUUID();

    for (Operation operation : new Operation[] {Operation.AUTHORIZE, Operation.CAPTURE}) {
      assertThat(kind(gateway, operation, token, order))
          .isEqualTo(kind(real, operation, token, order));
    }
  }

  /** What becomes of a payment up to this operation. */
  private static String kind(PaymentGateway gateway, Operation last, String token, UUID order) {
    ProviderAnswer authorized = gateway.ask(call(Operation.AUTHORIZE, token, null, order));
    if (last == Operation.AUTHORIZE || !(authorized instanceof Held held)) return kind(authorized);
    return kind(gateway.ask(call(Operation.CAPTURE, null, held.reference(), order)));
  }

  private static String kind(ProviderAnswer answer) {
    String kind = answer.getClass().getSimpleName();
    return answer instanceof Refused refused ? kind + " " + refused : kind;
  }

  private static ProviderCall call(
      Operation operation, String token, String reference, UUID order) {
    return new ProviderCall(
        order,
        operation,
        operation + "-" + order,
        0,
        Money.of("25.80", "EUR"),
        token,
        reference,
        1,
        Duration.ofSeconds(5),
        Instant.EPOCH,
        Long.MAX_VALUE,
        null);
  }
}
