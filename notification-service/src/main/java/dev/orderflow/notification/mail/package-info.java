/** What the customer reads, and how it gets to the mail server. */
@NullMarked
package dev.orderflow.notification.mail;

import org.jspecify.annotations.NullMarked;
