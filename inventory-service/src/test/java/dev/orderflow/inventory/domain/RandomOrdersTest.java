package dev.orderflow.inventory.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orderflow.events.InventoryEvent;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.inventory.PlacedOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random stories of many orders, told with repetitions and out of order. A failing seed is told
 * again by {@code -Dorderflow.seed=…}.
 */
class RandomOrdersTest {

  private static final int STORIES = 200;
  private static final int ORDERS = 40;
  private static final List<String> SKUS = List.of("LAMP-01", "MUG-01", "POSTER-01", "SOFA-01");

  static Stream<Long> seeds() {
    Long chosen = Long.getLong("orderflow.seed");
    return chosen != null ? Stream.of(chosen) : new Random().longs(STORIES).boxed();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsTheBooksWhateverItHears(long seed) {
    Random random = new Random(seed);
    Shop shop = shop(random);
    List<EventEnvelope<OrderEvent>> stories = stories(random);
    Map<UUID, EventEnvelope<InventoryEvent>> stated = new HashMap<>();

    for (var told : stories) {
      hear(shop, told, stated);
      assertBooksBalance(shop);
    }

    assertRetellingChangesNothing(shop, stories, stated);
  }

  /** Every event of every order one to three times, shuffled within a window. */
  private static List<EventEnvelope<OrderEvent>> stories(Random random) {
    List<EventEnvelope<OrderEvent>> told = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      for (var event : story(random))
        told.addAll(Collections.nCopies(1 + random.nextInt(3), event));
    }
    int window = 1 + random.nextInt(told.size());
    for (int from = 0; from < told.size(); from += window) {
      Collections.shuffle(told.subList(from, Math.min(from + window, told.size())), random);
    }
    return told;
  }

  private static List<EventEnvelope<OrderEvent>> story(Random random) {
    PlacedOrder order = order(random);
    return switch (random.nextInt(4)) {
      case 0 -> List.of(order.created());
      case 1 -> List.of(order.created(), order.confirmed());
      case 2 -> List.of(order.created(), order.cancelled());
      default -> List.of(order.created(), order.confirmed(), order.cancelledAfterConfirmation());
    };
  }

  private static PlacedOrder order(Random random) {
    PlacedOrder order = new PlacedOrder(new UUID(random.nextLong(), random.nextLong()), List.of());
    int lines = 1 + random.nextInt(4);
    for (int i = 0; i < lines; i++) {
      order = order.with(SKUS.get(random.nextInt(SKUS.size())), 1 + random.nextInt(5));
    }
    return order;
  }

  /** The last SKU is never in stock. */
  private static Shop shop(Random random) {
    return Shop.with(
        SKUS.stream()
            .limit(SKUS.size() - 1)
            .map(sku -> new Stock(sku, random.nextInt(120)))
            .toArray(Stock[]::new));
  }

  private static void hear(
      Shop shop, EventEnvelope<OrderEvent> told, Map<UUID, EventEnvelope<InventoryEvent>> stated) {
    try {
      Answer answer = shop.hears(told);
      var before = stated.putIfAbsent(answer.event().id(), answer.event());
      assertThat(before != null).isEqualTo(answer.repeated());
      if (before != null) assertThat(answer.event()).isEqualTo(before);
    } catch (Refusal refusal) {
      assertThat(refusal.reason()).isNotEqualTo(Refusal.Reason.CONTRADICTION);
    }
  }

  private static void assertBooksBalance(Shop shop) {
    for (Stock stock : shop.shelves) {
      assertThat(stock.reserved()).isBetween(0L, stock.onHand()).isEqualTo(reservedOf(shop, stock));
      assertThat(stock.committed() - stock.returned()).isEqualTo(committedOf(shop, stock));
      assertThat(stock.onHand())
          .isEqualTo(stock.restocked() - stock.committed() + stock.returned());
    }
  }

  private static long reservedOf(Shop shop, Stock stock) {
    return sum(shop, stock, ReservationState.RESERVED);
  }

  private static long committedOf(Shop shop, Stock stock) {
    return sum(shop, stock, ReservationState.COMMITTED);
  }

  private static long sum(Shop shop, Stock stock, ReservationState state) {
    return shop.inventory.opened().stream()
        .filter(reservation -> reservation.state() == state)
        .flatMap(reservation -> reservation.lines().stream())
        .filter(line -> line.sku().equals(stock.sku()))
        .mapToLong(StockLine::quantity)
        .sum();
  }

  private static void assertRetellingChangesNothing(
      Shop shop,
      List<EventEnvelope<OrderEvent>> stories,
      Map<UUID, EventEnvelope<InventoryEvent>> stated) {
    // A first retelling lets in what the shuffled story refused as too early; then all is known.
    for (var told : stories) hear(shop, told, stated);
    String books = shop.shelves.toString();
    int events = stated.size();

    for (var told : stories) hear(shop, told, stated);

    assertThat(shop.shelves).hasToString(books);
    assertThat(stated).hasSize(events);
  }
}
