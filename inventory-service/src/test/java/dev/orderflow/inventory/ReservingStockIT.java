package dev.orderflow.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.inventory.domain.ReservationRows;
import dev.orderflow.inventory.domain.Reservations;
import dev.orderflow.inventory.domain.StockRows;
import dev.orderflow.inventory.domain.Stocks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

class ReservingStockIT extends RunningInventory {

  @Autowired TransactionTemplate transaction;
  @Autowired Reservations reservations;
  @Autowired ReservationRows reservationRows;
  @Autowired Stocks stocks;
  @Autowired StockRows stockRows;

  @Test
  void reservesThenCommitsThenTakesBack() {
    String mugs = inStock("STORY-MUG", 10);
    var order = PlacedOrder.of(mugs, 3);

    topics.tell(order.created());
    var reserved = topics.awaitAnswer(order.id(), 1);
    topics.tell(order.confirmed());
    var committed = topics.awaitAnswer(order.id(), 2);
    topics.tell(order.cancelledAfterConfirmation());
    var released = topics.awaitAnswer(order.id(), 3);

    var lines = List.of(new StockLine(mugs, 3));
    assertThat(reserved.data()).isEqualTo(new InventoryReserved(order.id(), lines));
    assertThat(committed.data()).isEqualTo(new InventoryCommitted(order.id(), lines));
    assertThat(released.data()).isEqualTo(new InventoryReleased(order.id(), lines));
    assertThat(released.sequence()).isEqualTo(3);
    assertThat(released.causationId()).isEqualTo(order.cancelledAfterConfirmation().id());
    assertThat(onHand(mugs)).isEqualTo(10);
    assertBooksBalance();
  }

  @Test
  void rejectsWhatIsShortAndReleasesNothingForIt() {
    String lamps = inStock("STORY-LAMP", 1);
    var order = PlacedOrder.of(lamps, 1).with(lamps, 1).with("STORY-NEVER-HEARD-OF", 5);

    topics.tell(order.created());
    var rejected = topics.awaitAnswer(order.id(), 1);
    topics.tell(order.cancelled());
    var released = topics.awaitAnswer(order.id(), 2);

    assertThat(rejected.data())
        .isEqualTo(
            new InventoryRejected(
                order.id(),
                List.of(new Shortage(lamps, 2, 1), new Shortage("STORY-NEVER-HEARD-OF", 5, 0))));
    assertThat(released.data()).isEqualTo(new InventoryReleased(order.id(), List.of()));
    assertThat(reserved(lamps)).isZero();
  }

  @Test
  void readsOfWhatIsLockedAllThatJpaReads() {
    String mugs = inStock("READ-MUG", 10);
    String lamps = inStock("READ-LAMP", 1);
    var reserved = PlacedOrder.of(mugs, 3).with(lamps, 1);
    var rejected = PlacedOrder.of(lamps, 5);
    topics.tell(reserved.created());
    topics.awaitAnswer(reserved.id(), 1);
    topics.tell(rejected.created());
    topics.awaitAnswer(rejected.id(), 1);

    var lockedReservations = reservationRows.lock(List.of(reserved.id(), rejected.id()));
    var lockedStock = stockRows.lock(List.of(mugs, lamps));

    assertThat(lockedReservations)
        .usingRecursiveComparison()
        .ignoringCollectionOrder()
        .isEqualTo(
            Stream.of(reserved, rejected)
                .map(order -> reservations.findByOrderId(order.id()).orElseThrow())
                .toList());
    assertThat(lockedStock)
        .usingRecursiveComparison()
        .isEqualTo(Stream.of(lamps, mugs).map(sku -> stocks.findBySku(sku).orElseThrow()).toList());
  }

  @Test
  void passesOverWhatANewerVersionSaysOfALine() {
    String mugs = inStock("NEWER-MUG", 10);
    var order = PlacedOrder.of(mugs, 3);
    topics.tell(order.created());
    topics.awaitAnswer(order.id(), 1);
    jdbc.update(
        "update reservation set lines = jsonb_set(lines, '{0,shelf}', '7') where order_id = ?",
        order.id());

    var shown = reservations.findByOrderId(order.id()).orElseThrow().lines();
    topics.tell(order.confirmed());
    var committed = topics.awaitAnswer(order.id(), 2);

    assertThat(shown).containsExactly(new StockLine(mugs, 3));
    assertThat(committed.data()).isEqualTo(new InventoryCommitted(order.id(), shown));
  }

  @Test
  void answersOneByOneWhatIsTooLargeForABatch() {
    List<PlacedOrder> orders =
        IntStream.range(0, 100).mapToObj(_ -> PlacedOrder.of("HUGE-UNKNOWN", 1)).toList();
    var told = orders.stream().map(PlacedOrder::created).toList();
    topics.tell(told);
    await().untilAsserted(() -> assertThat(answersTo(orders)).hasSize(100));
    jdbc.update(
        """
        update reservation set shortages = jsonb_build_array(
          jsonb_build_object('sku', repeat('x', 200000), 'requested', 1, 'available', 0))
        where order_id = any (?)
        """,
        (Object) orders.stream().map(PlacedOrder::id).toArray(UUID[]::new));

    topics.tell(told);

    await().untilAsserted(() -> assertThat(answersTo(orders)).hasSize(200));
    assertThat(parked(told)).isZero();
  }

  @Test
  void neverOversellsTheLastItems() {
    String lamps = inStock("RACE-LAMP", 10);
    List<PlacedOrder> orders =
        IntStream.range(0, 300).mapToObj(_ -> PlacedOrder.of(lamps, 1)).toList();

    topics.tell(orders.stream().map(PlacedOrder::created).toList());

    topics.awaitAllHeard();
    await().untilAsserted(() -> assertThat(answersTo(orders)).hasSize(300));
    assertThat(
            answersTo(orders).map(EventEnvelope::data).filter(InventoryReserved.class::isInstance))
        .hasSize(10);
    assertThat(reserved(lamps)).isEqualTo(10);
    assertBooksBalance();
  }

  @Test
  void reservesOnceWhatItIsToldOnManyPartitionsAtOnce() {
    String mugs = inStock("TWIN-MUG", 1_000);
    Random random = new Random(11);
    List<PlacedOrder> orders =
        IntStream.range(0, 100)
            .mapToObj(_ -> PlacedOrder.of(random.nextBoolean() ? mugs : "TWIN-UNKNOWN", 1))
            .toList();
    var told = orders.stream().map(PlacedOrder::created).toList();

    tellCopiesAtOnce(told, random);

    long demanded = orders.stream().filter(it -> it.lines().getFirst().sku().equals(mugs)).count();
    assertThat(reserved(mugs)).isEqualTo(demanded);
    assertThat(parked(told)).isZero();
    assertBooksBalance();
    assertEachAnswerIsOneAndTheSame();
  }

  @Test
  void commitsAndTakesBackOnceWhatItIsToldOnManyPartitionsAtOnce() {
    Random random = new Random(13);
    List<String> skus = List.of(inStock("COMMIT-1", 10_000), inStock("COMMIT-2", 10_000));
    List<PlacedOrder> kept = orders(60, skus, random);
    List<PlacedOrder> returned = orders(60, skus, random);
    List<PlacedOrder> all = Stream.concat(kept.stream(), returned.stream()).toList();
    var created = all.stream().map(PlacedOrder::created).toList();
    var confirmed = all.stream().map(PlacedOrder::confirmed).toList();
    var cancelled = returned.stream().map(PlacedOrder::cancelledAfterConfirmation).toList();
    var told = Stream.of(created, confirmed, cancelled).flatMap(List::stream).toList();

    for (var phase : List.of(created, confirmed, cancelled)) tellCopiesAtOnce(phase, random);
    var books = books();
    tellAgain(told, random);

    assertThat(books()).isEqualTo(books);
    for (String sku : skus) assertThat(onHand(sku)).isEqualTo(10_000 - ordered(kept, sku));
    assertThat(skus).allMatch(sku -> reserved(sku) == 0);
    assertBooksBalance();
    assertThat(parked(told)).isZero();
    assertEachAnswerIsOneAndTheSame();
  }

  // While nothing can be recorded the copies pile up, so that all consumers begin at once.
  private void tellCopiesAtOnce(List<EventEnvelope<OrderEvent>> told, Random random) {
    transaction.executeWithoutResult(_ -> {
      jdbc.execute("lock table reservation in access exclusive mode");
      for (int copies = 0; copies < 5; copies++)
        topics.tellAnywhere(shuffled(told, random), random);
    });
    topics.awaitAllHeard();
  }

  private static List<PlacedOrder> orders(int count, List<String> skus, Random random) {
    return IntStream.range(0, count).mapToObj(_ -> order(skus, random)).toList();
  }

  private static PlacedOrder order(List<String> skus, Random random) {
    return PlacedOrder.of(skus.get(random.nextInt(2)), 1 + random.nextInt(4))
        .with(skus.get(random.nextInt(2)), 1);
  }

  private static long ordered(List<PlacedOrder> orders, String sku) {
    return orders.stream()
        .flatMap(order -> order.lines().stream())
        .filter(line -> line.sku().equals(sku))
        .mapToLong(OrderLine::quantity)
        .sum();
  }

  @Test
  void writesAHotSkuOncePerBatch() {
    String mugs = inStock("HOT-MUG", 1_000);
    List<PlacedOrder> orders =
        IntStream.range(0, 400).mapToObj(_ -> PlacedOrder.of(mugs, 1)).toList();

    long writes =
        writesTo(
            mugs,
            () -> {
              // While the row is locked the orders pile up behind it.
              transaction.executeWithoutResult(_ -> {
                jdbc.queryForList("select 1 from stock where sku = ? for update", mugs);
                topics.tell(orders.stream().map(PlacedOrder::created).toList());
              });
              topics.awaitAllHeard();
            });

    assertThat(reserved(mugs)).isEqualTo(400);
    assertThat(writes).isBetween(1L, 40L);
  }

  /** Counted by the database, whoever writes in whatever way. */
  private long writesTo(String sku, Runnable action) {
    jdbc.execute("create table written (sku text)");
    jdbc.execute(
        """
        create function count_write() returns trigger language plpgsql as
        $$ begin insert into written values (new.sku); return null; end $$
        """);
    jdbc.execute(
        "create trigger count_write after update on stock for each row when (new.sku = '%s') execute function count_write()"
            .formatted(sku));
    try {
      action.run();
      return jdbc.queryForObject("select count(*) from written", Long.class);
    } finally {
      jdbc.execute("drop trigger count_write on stock");
      jdbc.execute("drop function count_write");
      jdbc.execute("drop table written");
    }
  }

  @Test
  void changesNothingWhenAllIsToldAgainInAnyOrderOnAnyPartition() {
    Random random = new Random(7);
    List<String> skus = List.of(inStock("AGAIN-1", 60), inStock("AGAIN-2", 90));
    List<EventEnvelope<OrderEvent>> told =
        IntStream.range(0, 60).boxed().flatMap(_ -> story(random, skus)).toList();

    topics.tell(told);
    topics.awaitAllHeard();
    assertBooksBalance();
    var books = books();
    tellAgain(told, random);
    tellAgain(told, random);

    assertThat(books()).isEqualTo(books);
    assertBooksBalance();
    assertThat(parked(told)).isZero();
    assertEachAnswerIsOneAndTheSame();
  }

  private static Stream<EventEnvelope<OrderEvent>> story(Random random, List<String> skus) {
    var order = order(skus, random);
    return switch (random.nextInt(3)) {
      case 0 -> Stream.of(order.created());
      case 1 -> Stream.of(order.created(), order.cancelled());
      default -> Stream.of(order.created(), order.cancelledAfterConfirmation());
    };
  }

  private static void tellAgain(List<EventEnvelope<OrderEvent>> told, Random random) {
    topics.tellAnywhere(shuffled(told, random), random);
    topics.awaitAllHeard();
  }

  private static <T> List<T> shuffled(List<T> told, Random random) {
    List<T> shuffled = new ArrayList<>(told);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private List<?> books() {
    return List.of(
        jdbc.queryForList("select * from stock order by sku"),
        jdbc.queryForList("select * from reservation order by order_id"));
  }

  private long parked(List<EventEnvelope<OrderEvent>> told) {
    UUID[] orders = told.stream().map(EventEnvelope::orderId).distinct().toArray(UUID[]::new);
    return jdbc.queryForObject(
        "select count(*) from parked_event where order_id = any(?)", Long.class, (Object) orders);
  }

  /** The same id always comes with the same event. */
  private static void assertEachAnswerIsOneAndTheSame() {
    Set<EventEnvelope<?>> events = new HashSet<>();
    Set<UUID> ids = new HashSet<>();
    topics
        .answers()
        .forEach(answer -> {
          events.add(answer);
          ids.add(answer.id());
        });
    assertThat(events).hasSameSizeAs(ids);
  }

  private static Stream<EventEnvelope<?>> answersTo(List<PlacedOrder> orders) {
    Set<UUID> ids = new HashSet<>();
    orders.forEach(order -> ids.add(order.id()));
    return topics.answers().filter(answer -> ids.contains(answer.orderId()));
  }
}
