package dev.orderflow.payment;

import dev.orderflow.messaging.MessagingSettings;
import dev.orderflow.messaging.Pulses;
import dev.orderflow.messaging.Workers;
import dev.orderflow.payment.domain.Patience;
import dev.orderflow.payment.domain.ProviderCall;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.support.TransactionTemplate;

/** Hears the orders, moves the money, says what it did. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PaymentApplication {

  public static void main(String[] args) {
    SpringApplication.run(PaymentApplication.class, args);
  }

  @Bean
  Patience patience(PaymentSettings settings) {
    return settings.patience();
  }

  @Bean
  Workers<ProviderCall, DrivingPayments.Result> providerCalls(
      DrivingPayments driving,
      TransactionTemplate transaction,
      PaymentSettings settings,
      MessagingSettings messaging,
      MeterRegistry metrics,
      Pulses pulses) {
    return new Workers<>(
        "provider-calls",
        driving,
        transaction,
        settings.concurrency(),
        messaging.recorderGather(),
        settings.longestTimeout(),
        metrics,
        pulses);
  }
}
