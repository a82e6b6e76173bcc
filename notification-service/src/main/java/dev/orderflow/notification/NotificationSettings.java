package dev.orderflow.notification;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code orderflow.notification}.
 *
 * @param from the sender, {@code Name <address>}; the domain of the address is also that of new
 *     Message-IDs
 * @param connections to the mail server at a time, so many mails at a time
 * @param mailsPerConnection a connection is given up after so many, as many servers ask for
 * @param idleConnection how long an unused connection is kept; below the five minutes after which
 *     servers hang up
 * @param lease how long a mail belongs to the instance that is sending it, and so how late a crash
 *     makes it. An exchange with the mail server is ended within it: would it outlive it, two
 *     instances could send the same mail
 * @param firstRetry the wait after the first attempt that failed, doubled after each
 * @param longestRetry the waits double up to this one
 * @param mostAttempts after so many the mail counts as refused, as mail servers do it after four or
 *     five days (RFC 5321, 4.5.4.1): the content of one that can never arrive would be kept, and
 *     asked for, without end
 * @param contentRetention how long after its answer the content of a notification is kept; the rest
 *     of it is kept for ever
 */
@Validated
@ConfigurationProperties("orderflow.notification")
public record NotificationSettings(
    @DefaultValue("Orderflow <orders@orderflow.example>") @NotBlank String from,
    @DefaultValue("32") @Min(1) @Max(500) int connections,
    @DefaultValue("100") @Min(1) @Max(100_000) int mailsPerConnection,
    @DefaultValue("30s") @DurationMin(millis = 100) Duration idleConnection,
    @DefaultValue("60s") @DurationMin(seconds = 1) Duration lease,
    @DefaultValue("1s") @DurationMin(millis = 1) Duration firstRetry,
    @DefaultValue("60s") @DurationMin(millis = 1) Duration longestRetry,
    @DefaultValue("10000") @Min(1) int mostAttempts,
    @DefaultValue("30d") @DurationMin(seconds = 0) Duration contentRetention) {

  private static final int MOST_DOUBLINGS = 20;

  /** What comes after the {@code @} of the sender. */
  String domain() {
    return from.substring(from.lastIndexOf('@') + 1).replaceAll("[>\\s]", "");
  }

  /** A leased mail that has waited longer for a connection is left to the next lease. */
  Duration longestWaitForConnection() {
    return lease.dividedBy(6);
  }

  /** An exchange with the mail server is cut after this. */
  Duration longestExchange() {
    return lease.multipliedBy(3).dividedBy(4);
  }

  /**
   * How long to wait after so many attempts.
   *
   * @param jitter from 0 to 1: spreads what failed together over half of the wait
   */
  Duration waitAfter(int attempts, double jitter) {
    Duration doubled = firstRetry.multipliedBy(1L << Math.clamp(attempts - 1, 0, MOST_DOUBLINGS));
    Duration longest = doubled.compareTo(longestRetry) < 0 ? doubled : longestRetry;
    return longest.minus(Duration.ofMillis(Math.round(longest.toMillis() * jitter / 2)));
  }
}
