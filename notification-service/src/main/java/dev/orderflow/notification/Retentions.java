package dev.orderflow.notification;

import dev.orderflow.messaging.Retention;
import dev.orderflow.messaging.Retention.Removed;
import dev.orderflow.notification.domain.Notifications;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is not kept for ever. */
@Configuration(proxyBeanMethods = false)
class Retentions {

  /** What is personal in a notification; the rest stays, so that a replay finds it. */
  @Bean
  Retention contentRetention(Notifications notifications, NotificationSettings settings) {
    return new Retention(
        "notification",
        settings.contentRetention(),
        (age, limit) -> Removed.of(notifications.eraseContent(age, limit), limit));
  }
}
