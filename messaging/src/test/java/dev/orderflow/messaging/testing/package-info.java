/** What the services' tests share: records of strangers, and what must become of them. */
@NullMarked
package dev.orderflow.messaging.testing;

import org.jspecify.annotations.NullMarked;
