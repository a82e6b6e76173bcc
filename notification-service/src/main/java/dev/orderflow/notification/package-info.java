/** Mails the customer what became of the order, once, and says that it did. */
@NullMarked
package dev.orderflow.notification;

import org.jspecify.annotations.NullMarked;
