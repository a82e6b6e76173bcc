package dev.orderflow.inventory.domain;

import static dev.orderflow.inventory.PlacedOrder.NOON;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.wire.EventEnvelope;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;

/** An inventory that hears one order event after the other, always in memory. */
final class Shop {

  final List<Stock> shelves;
  final Inventory inventory;

  private Shop(Stock... stock) {
    shelves = Arrays.asList(stock);
    inventory = new Inventory(List.of(), shelves, Clock.fixed(NOON, ZoneOffset.UTC));
  }

  static Shop with(Stock... stock) {
    return new Shop(stock);
  }

  Answer hears(EventEnvelope<OrderEvent> told) {
    return switch (told.data()) {
      case OrderCreated created -> inventory.reserve(created, told);
      case OrderConfirmed confirmed -> inventory.commit(confirmed, told);
      case OrderCancelled cancelled -> inventory.release(cancelled, told);
    };
  }

  Stock shelf(String sku) {
    return shelves.stream().filter(stock -> stock.sku().equals(sku)).findAny().orElseThrow();
  }
}
