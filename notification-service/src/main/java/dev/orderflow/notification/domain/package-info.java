/** What the service knows: whom it told what, and what it still has to tell. */
@NullMarked
package dev.orderflow.notification.domain;

import org.jspecify.annotations.NullMarked;
