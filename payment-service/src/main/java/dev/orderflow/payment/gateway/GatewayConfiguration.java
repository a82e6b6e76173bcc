package dev.orderflow.payment.gateway;

import dev.orderflow.payment.PaymentSettings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which payment provider is asked. */
@Configuration
class GatewayConfiguration {

  @Bean
  PaymentGateway paymentGateway(PaymentSettings settings) {
    return switch (settings.gateway()) {
      case SANDBOX -> new SandboxGateway();
      // The reconciliation asks as well, one call at a time.
      case STRIPE -> new StripeGateway(settings.stripe(), settings.concurrency() + 1);
    };
  }
}
