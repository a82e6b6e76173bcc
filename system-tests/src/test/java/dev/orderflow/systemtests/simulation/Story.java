package dev.orderflow.systemtests.simulation;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.UUID;

/**
 * What has happened so far, the last first. Shared by all worlds that went the same way, and only
 * put into words when somebody wants to read it.
 *
 * @param orderId null for what concerns all orders
 */
record Story(Story before, Instant at, UUID orderId, Object[] words) {

  private static final int LONGEST_WORD = 160;
  private static final int MOST_LINES = 1_000;

  Story then(Instant when, UUID order, Object... what) {
    return new Story(this, when, order, what);
  }

  static Story beginning(Instant at) {
    return new Story(null, at, null, new Object[] {"the world begins"});
  }

  /**
   * @param order null for everything
   */
  String about(UUID order) {
    Deque<String> lines = new ArrayDeque<>();
    for (Story it = this; it != null && lines.size() < MOST_LINES; it = it.before) {
      if (order == null || it.orderId == null || it.orderId.equals(order)) lines.push(it.line());
    }
    return String.join("\n", lines);
  }

  static String sentence(Object... words) {
    return Arrays.stream(words).map(Story::word).collect(joining(" "));
  }

  private String line() {
    return "  %tT  %s".formatted(at.atZone(ZoneOffset.UTC), sentence(words));
  }

  private static String word(Object word) {
    String text = String.valueOf(word);
    return Purchase.named(
        text.length() <= LONGEST_WORD ? text : text.substring(0, LONGEST_WORD) + "…");
  }
}
