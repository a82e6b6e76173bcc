package dev.orderflow.systemtests.simulation;

import static dev.orderflow.inventory.domain.ReservationState.COMMITTED;
import static dev.orderflow.inventory.domain.ReservationState.RELEASED;
import static dev.orderflow.inventory.domain.ReservationState.RESERVED;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.inventory.domain.ReservationState;
import dev.orderflow.inventory.domain.Stock;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.systemtests.simulation.Provider.Intent;
import dev.orderflow.systemtests.simulation.Provider.State;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What must be true, by the letters of the README. */
final class Promises {

  private final World world;

  private Promises(World world) {
    this.world = world;
  }

  /** At every moment. */
  static void checkAlways(World world) {
    Promises promises = new Promises(world);
    promises.stockAddsUp();
    promises.onlyConfirmedOrdersAreCharged();
  }

  /** Of a world at rest. */
  static void checkAtRest(World world) {
    Promises promises = new Promises(world);
    world.orders.orders.views().forEach(promises::check);
    promises.everythingIsReadAndPublished();
  }

  /** Of a world that has lived for too long: what it still waits for is broken. */
  static void checkThatItEnds(World world) {
    checkAtRest(world);
    Broken.unless(false, "O3", null, "the world does not come to rest");
  }

  private void check(Order order) {
    isSettled(order);
    isDeserved(order);
    hasALegalHistory(order);
    stockFollows(order);
    moneyFollows(order);
    mailsFollow(order);
  }

  // ---- S1, S2

  private void stockAddsUp() {
    Map<String, Long> reserved = pieces(RESERVED);
    Map<String, Long> committed = pieces(COMMITTED);
    for (Stock stock : world.inventory.stocks.views()) {
      long initially = world.scene.stock().get(stock.sku());
      Broken.unless(stock.reserved() >= 0 && stock.reserved() <= stock.onHand(), "S1", null, stock);
      Broken.unless(
          stock.onHand() == initially - stock.committed() + stock.returned(), "S1", null, stock);
      Broken.unless(
          stock.reserved() == reserved.getOrDefault(stock.sku(), 0L),
          "S2",
          null,
          stock,
          "but reserved are",
          reserved);
      Broken.unless(
          stock.committed() - stock.returned() == committed.getOrDefault(stock.sku(), 0L),
          "S2",
          null,
          stock,
          "but committed are",
          committed);
    }
  }

  private Map<String, Long> pieces(ReservationState state) {
    return world.inventory.reservations.views().stream()
        .filter(reservation -> reservation.state() == state)
        .flatMap(reservation -> reservation.lines().stream())
        .collect(groupingBy(StockLine::sku, summingLong(StockLine::quantity)));
  }

  private void stockFollows(Order order) {
    ReservationState state = world.inventory.reservations.view(order.id()).state();
    boolean follows =
        switch (order.status()) {
          case PENDING -> false;
          case CONFIRMED -> state == COMMITTED;
          case CANCELLED -> state == RELEASED;
        };
    Broken.unless(follows, "S2", order.id(), order.status(), "but", state);
  }

  // ---- M1, M2

  private void onlyConfirmedOrdersAreCharged() {
    for (Order order : world.orders.orders.views()) {
      boolean charged = world.provider.intentsOf(order.id()).anyMatch(Promises::wasCharged);
      Broken.unless(
          !charged || order.confirmedAt() != null, "M1", order.id(), "charged but never confirmed");
    }
  }

  private void moneyFollows(Order order) {
    List<Intent> intents = world.provider.intentsOf(order.id()).toList();
    long charged = intents.stream().filter(intent -> intent.state() == State.CHARGED).count();
    Broken.unless(
        charged == (order.status() == OrderStatus.CONFIRMED ? 1 : 0),
        "M1",
        order.id(),
        order.status(),
        "and",
        intents);
    Broken.unless(
        intents.stream().filter(Promises::wasCharged).count() <= 1,
        "M1",
        order.id(),
        "charged twice:",
        intents);
    Broken.unless(
        intents.stream().noneMatch(intent -> intent.state() == State.HELD),
        "M1",
        order.id(),
        "still held:",
        intents);
    Broken.unless(
        intents.stream().allMatch(intent -> intent.amount().equals(order.total())),
        "M2",
        order.id(),
        intents);
  }

  private static boolean wasCharged(Intent intent) {
    return intent.state() == State.CHARGED || intent.state() == State.PAID_BACK;
  }

  // ---- O3, O4, E1

  private void everythingIsReadAndPublished() {
    for (Service service : world.services()) {
      Broken.unless(service.reader.isAtTheEnd(), "O3", null, service.name.id(), "has not read all");
      service.relay.checkThatAllIsPublished();
    }
  }

  private void isSettled(Order order) {
    Broken.unless(
        order.isSettled() && order.isAnswered(),
        "O3",
        order.id(),
        "is",
        order.status(),
        order.stock(),
        order.payment(),
        order.cancellationMail());
  }

  /** So an order that can be paid and fulfilled, and that nobody cancels in time, is confirmed. */
  private void isDeserved(Order order) {
    Purchase purchase = world.scene.purchaseOf(order.id());
    boolean deserved =
        switch (order.cancellationReason()) {
          case null -> purchase.token().equals(Purchase.PAYS);
          case OUT_OF_STOCK -> world.scene.mayRunOut(purchase);
          // One that lapsed before its answer was heard is found released.
          case PAYMENT_DECLINED ->
              purchase.token().equals(Purchase.IS_DECLINED) || world.provider.hasLapsed(order.id());
          case PAYMENT_CAPTURE_FAILED ->
              purchase.token().equals(Purchase.CAPTURE_FAILS)
                  || world.provider.hasLapsed(order.id());
          case CUSTOMER_REQUEST -> world.wasAskedToCancel(order.id());
          case EXPIRED -> !order.statedAt().isBefore(order.deadlineAt());
        };
    Broken.unless(
        deserved,
        "O3",
        order.id(),
        order.status(),
        order.cancellationReason(),
        "is undeserved by",
        purchase);
  }

  private void hasALegalHistory(Order order) {
    List<Class<?>> own =
        world.orders.histories.view(order.id()).stream()
            .filter(event -> event.source() == EventSource.ORDER_SERVICE)
            .<Class<?>>map(event -> event.data().getClass())
            .toList();
    boolean legal =
        switch (order.status()) {
          case PENDING -> own.equals(List.of(OrderCreated.class));
          case CONFIRMED -> own.equals(List.of(OrderCreated.class, OrderConfirmed.class));
          case CANCELLED ->
              own.equals(
                  order.confirmedAt() == null
                      ? List.of(OrderCreated.class, OrderCancelled.class)
                      : List.of(OrderCreated.class, OrderConfirmed.class, OrderCancelled.class));
        };
    Broken.unless(legal, "O4", order.id(), order.status(), "after", own);
  }

  // ---- N1

  private void mailsFollow(Order order) {
    List<NotificationService.Row> rows =
        world.notifications.notifications.views().stream()
            .filter(row -> row.notification().orderId().equals(order.id()))
            .toList();
    int outcomes =
        (order.confirmedAt() == null ? 0 : 1) + (order.status() == OrderStatus.CANCELLED ? 1 : 0);
    Broken.unless(
        rows.size() == outcomes, "N1", order.id(), rows.size(), "mails for", outcomes, "outcomes");
    for (NotificationService.Row row : rows) {
      boolean sent =
          row.notification().answer() != null && row.notification().answer().failure() == null;
      String messageId = row.notification().messageId();
      Broken.unless(
          !sent || world.postOffice.messageIds().contains(messageId),
          "N1",
          order.id(),
          "never mailed:",
          messageId);
    }
    mailsOf(order.id())
        .forEach(messageId ->
            Broken.unless(
                world.postOffice.needlessCopies(messageId) <= 0,
                "N1",
                order.id(),
                "mailed once too often:",
                messageId));
  }

  private List<String> mailsOf(UUID orderId) {
    return world.postOffice.messageIds().stream()
        .filter(id -> id.contains(orderId.toString()))
        .toList();
  }
}
