package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.order.domain.Terms;
import dev.orderflow.payment.domain.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What a world begins with.
 *
 * @param stock pieces by SKU
 * @param whims how many customers may change their minds
 * @param partitions of each topic
 * @param promptRelays outboxes are published at once: it makes fewer worlds, and no reader can tell
 *     it from a slow relay
 * @param batches several records may be handled in one transaction
 * @param room for calls that are begun as soon as they are known
 * @param clockSkews of the services, none of which may matter; where there is none, the clock
 *     stands still, which makes fewer worlds
 * @param searchLag of the provider
 */
record Scene(
    List<Purchase> purchases,
    Map<String, Integer> stock,
    int whims,
    int partitions,
    boolean promptRelays,
    boolean batches,
    int room,
    Map<EventSource, Duration> clockSkews,
    Duration searchLag,
    Bug bug) {

  /** Waits grow fast, so that a world comes to rest in few steps. */
  static final Terms TERMS =
      new Terms(
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(64));

  private static final Duration SEARCH_DELAY = Duration.ofHours(1);
  private static final List<String> SKUS = List.of("MUG", "LAMP");
  private static final List<String> TOKENS =
      List.of(
          Purchase.PAYS,
          Purchase.PAYS,
          Purchase.PAYS,
          Purchase.IS_DECLINED,
          Purchase.CAPTURE_FAILS);

  /** Few orders after few pieces, so that every order meets others and a story stays readable. */
  static Scene any(Choices choices, Bug bug) {
    List<Purchase> purchases = new ArrayList<>();
    for (int number = 1 + choices.upTo(3); number > 0; number--) {
      List<String> skus =
          IntStream.rangeClosed(0, choices.upTo(2)).mapToObj(_ -> choices.among(SKUS)).toList();
      purchases.add(new Purchase(number, skus, choices.among(TOKENS)));
    }
    Map<String, Integer> stock = new TreeMap<>();
    SKUS.forEach(sku -> stock.put(sku, choices.upTo(purchases.size() + 1)));
    return new Scene(
        purchases,
        stock,
        purchases.size(),
        1 + choices.upTo(1),
        false,
        true,
        choices.upTo(2),
        skews(choices),
        choices.between(Duration.ZERO, SEARCH_DELAY.minusMinutes(1)),
        bug);
  }

  private static Map<EventSource, Duration> skews(Choices choices) {
    Map<EventSource, Duration> skews = new EnumMap<>(EventSource.class);
    for (EventSource service : EventSource.values()) {
      skews.put(service, choices.between(Duration.ofHours(-2), Duration.ofHours(2)));
    }
    return skews;
  }

  /** What the order is for. */
  Purchase purchaseOf(UUID orderId) {
    return purchases.stream()
        .filter(purchase -> purchase.orderId().equals(orderId))
        .findFirst()
        .orElseThrow();
  }

  /** Whether all customers together want more of something in it than there is. */
  boolean mayRunOut(Purchase purchase) {
    return purchase.skus().stream()
        .anyMatch(sku ->
            purchases.stream().flatMap(each -> each.skus().stream()).filter(sku::equals).count()
                > stock.get(sku));
  }

  /** For worlds that are to be explored to the end. */
  static Scene small(int pieces, int whims, boolean batches, Bug bug, String... tokens) {
    List<Purchase> purchases =
        IntStream.rangeClosed(1, tokens.length)
            .mapToObj(number -> new Purchase(number, List.of("MUG"), tokens[number - 1]))
            .toList();
    return new Scene(
        purchases,
        Map.of("MUG", pieces),
        whims,
        1,
        true,
        batches,
        1,
        Map.of(),
        SEARCH_DELAY.minusMinutes(1),
        bug);
  }

  Patience patience() {
    return new Patience(
        Duration.ofSeconds(8),
        Duration.ofSeconds(40),
        Duration.ofSeconds(1),
        Duration.ofMinutes(32),
        Duration.ofHours(23),
        bug == Bug.THE_SEARCH_IS_BELIEVED_AT_ONCE ? Duration.ZERO : SEARCH_DELAY,
        () -> 0);
  }
}
