package dev.orderflow.notification;

import dev.orderflow.notification.domain.Notification;
import java.time.Duration;

/**
 * A notification that this instance has leased to mail it.
 *
 * @param leasedAt {@link System#nanoTime} before the lease began
 */
record Mailing(Notification notification, long leasedAt) {

  boolean hasWaitedFor(Duration time) {
    return System.nanoTime() - leasedAt > time.toNanos();
  }
}
