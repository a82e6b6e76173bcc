package dev.orderflow.notification;

import dev.orderflow.messaging.MessagingSettings;
import dev.orderflow.messaging.Pulses;
import dev.orderflow.messaging.Workers;
import dev.orderflow.notification.mail.SmtpConnections;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.mail.internet.AddressException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionTemplate;

/** Who sends the mails: as many workers as there may be connections to the mail server. */
@Configuration(proxyBeanMethods = false)
class Mailers {

  @Bean
  SmtpConnections mailServer(
      JavaMailSenderImpl configured, NotificationSettings settings, MeterRegistry metrics)
      throws AddressException {
    var limits =
        new SmtpConnections.Limits(
            settings.longestExchange(), settings.mailsPerConnection(), settings.idleConnection());
    return new SmtpConnections(configured, settings.from(), limits, metrics);
  }

  @Bean
  Workers<Mailing, Attempt> workers(
      SendingNotifications sending,
      TransactionTemplate transaction,
      NotificationSettings settings,
      MessagingSettings messaging,
      MeterRegistry metrics,
      Pulses pulses) {
    return new Workers<>(
        "mail",
        sending,
        transaction,
        settings.connections(),
        messaging.recorderGather(),
        settings.longestExchange(),
        metrics,
        pulses);
  }
}
