package dev.orderflow.payment.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.payment.PaymentSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GatewayConfigurationTest {

  @Test
  void warnsThatTheSandboxMovesNoMoney(CapturedOutput log) {
    new GatewayConfiguration().paymentGateway(settings(Map.of("gateway", "sandbox")));

    assertThat(log).containsOnlyOnce("No money is moved");
  }

  @Test
  void doesNotWarnOfStripe(CapturedOutput log) {
    var stripe = Map.of("gateway", "stripe", "stripe.api-key", "sk_test_warning");

    new GatewayConfiguration().paymentGateway(settings(stripe));

    assertThat(log).doesNotContain("No money is moved");
  }

  private static PaymentSettings settings(Map<String, String> properties) {
    return new Binder(new MapConfigurationPropertySource(properties))
        .bind("", PaymentSettings.class)
        .get();
  }
}
