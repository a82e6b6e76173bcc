package dev.orderflow.order.web;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.http.HttpHeaders;

/**
 * {@code Prefer: wait=N} (RFC 7240): how long the client would like to wait for the outcome. What
 * can't be understood is ignored, as the RFC asks.
 *
 * @param time bounded; zero for not at all
 */
record Preference(Duration time) {

  static final String HEADER = "Prefer";
  static final String APPLIED = "Preference-Applied";

  /** Proxies cut what is silent for longer. */
  static final Duration MAX_WAIT = Duration.ofSeconds(30);

  /** Fit into a long. */
  private static final int MAX_DIGITS = 18;

  private static final Pattern WAIT =
      Pattern.compile("\\s*wait\\s*=\\s*\"?([0-9]++)\"?\\s*(;.*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern LEADING_ZEROS = Pattern.compile("^0+(?=.)");

  static Preference of(HttpHeaders headers) {
    List<String> values = headers.getOrEmpty(HEADER);
    return new Preference(
        values.stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(WAIT::matcher)
            .filter(Matcher::matches)
            .map(matcher -> bounded(matcher.group(1)))
            .findFirst()
            .orElse(Duration.ZERO));
  }

  private static Duration bounded(String digits) {
    String seconds = LEADING_ZEROS.matcher(digits).replaceFirst("");
    if (seconds.length() > MAX_DIGITS) return MAX_WAIT;
    return Duration.ofSeconds(Math.min(Long.parseLong(seconds), MAX_WAIT.toSeconds()));
  }

  boolean wantsToWait() {
    return time.isPositive();
  }

  /** The value of {@code Preference-Applied}. */
  String applied() {
    return "wait=" + time.toSeconds();
  }
}
