package dev.orderflow.notification;

import dev.orderflow.notification.domain.Notification;
import dev.orderflow.notification.mail.Delivery;
import org.jspecify.annotations.Nullable;

/**
 * What came of one attempt to mail a notification.
 *
 * @param notification as it was when it was leased
 * @param traceparent of the attempt
 */
record Attempt(Notification notification, Delivery delivery, @Nullable String traceparent) {}
