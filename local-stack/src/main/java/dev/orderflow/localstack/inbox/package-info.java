/**
 * A mailbox for everybody: takes each mail by SMTP, keeps it on disk, shows it on a page, and
 * misbehaves on request.
 */
@NullMarked
package dev.orderflow.localstack.inbox;

import org.jspecify.annotations.NullMarked;
