package dev.orderflow.notification;

import dev.orderflow.notification.domain.Notifications;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Erases what is personal in notifications that were answered long ago; the rest stays, so that a
 * replay finds them. In steps so small that nobody waits for their locks.
 */
@Service
class ErasingContent {

  private static final Logger log = LoggerFactory.getLogger(ErasingContent.class);

  static final int STEP = 500;

  private final Notifications notifications;
  private final NotificationSettings settings;

  ErasingContent(Notifications notifications, NotificationSettings settings) {
    this.notifications = notifications;
    this.settings = settings;
  }

  @Scheduled(initialDelayString = "1m", fixedDelayString = "1h")
  void eraseOld() {
    try {
      long erased = eraseAll();
      if (erased > 0) log.info("Erased the content of {} notifications", erased);
    } catch (DataAccessException e) {
      log.warn(
          "Cannot erase the content of old notifications now: {}", e.getClass().getSimpleName());
    }
  }

  private long eraseAll() {
    long erased = 0;
    int step;
    do {
      step = notifications.eraseContent(settings.contentRetention(), STEP);
      erased += step;
    } while (step == STEP);
    return erased;
  }
}
