package dev.orderflow.inventory.domain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.StockLine;
import java.util.List;
import java.util.TreeMap;

/** What an order needs of the stock: its lines summed up, one per SKU, sorted by SKU. */
public final class Demand {

  private Demand() {}

  public static List<StockLine> of(OrderEvent event) {
    return of(lines(event));
  }

  private static List<OrderLine> lines(OrderEvent event) {
    return switch (event) {
      case OrderCreated created -> created.lines();
      case OrderConfirmed confirmed -> confirmed.lines();
      case OrderCancelled cancelled -> cancelled.lines();
    };
  }

  private static List<StockLine> of(List<OrderLine> lines) {
    return lines.stream()
        .collect(groupingBy(OrderLine::sku, TreeMap::new, summingLong(OrderLine::quantity)))
        .entrySet()
        .stream()
        .map(demand -> new StockLine(demand.getKey(), demand.getValue()))
        .toList();
  }
}
