package dev.orderflow.notification.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the mail server decided, with what the event about it needs to be the same each time.
 *
 * @param sequence 1, 2 … over all answers about one order
 * @param time at microseconds, as PostgreSQL keeps it
 * @param failure null when it took the mail
 */
public record Answer(long sequence, Instant time, @Nullable Failure failure) {

  /**
   * Why a mail was refused for good; names nobody.
   *
   * @param code the SMTP reply code or a word for programs
   */
  public record Failure(String code, String detail) {}
}
