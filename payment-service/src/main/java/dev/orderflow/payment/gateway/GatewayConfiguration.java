package dev.orderflow.payment.gateway;

import dev.orderflow.payment.PaymentSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Which payment provider is asked. */
@Configuration
class GatewayConfiguration {

  private static final Logger log = LoggerFactory.getLogger(GatewayConfiguration.class);

  @Bean
  PaymentGateway paymentGateway(PaymentSettings settings) {
    return switch (settings.gateway()) {
      case SANDBOX -> {
        // Orders are confirmed and goods leave all the same.
        log.warn("No money is moved: payments are played, unless ORDERFLOW_PAYMENT_GATEWAY=stripe");
        yield new SandboxGateway();
      }
      // The reconciliation asks as well, one call at a time.
      case STRIPE -> new StripeGateway(settings.stripe(), settings.concurrency() + 1);
    };
  }
}
