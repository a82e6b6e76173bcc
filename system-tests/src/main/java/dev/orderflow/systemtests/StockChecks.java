package dev.orderflow.systemtests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.orderflow.systemtests.Invariants.Findings;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** S1 and S2. */
final class StockChecks {

  private StockChecks() {}

  static void check(Facts facts, Findings findings) {
    addsUp(facts.stock(), findings);
    followsTheOrders(facts, findings);
  }

  static void addsUp(List<Facts.Stock> all, Findings findings) {
    for (Facts.Stock stock : all) {
      findings.check(
          stock.onHand() >= 0 && stock.reserved() >= 0 && stock.reserved() <= stock.onHand(),
          "S1",
          stock.sku(),
          stock);
      findings.check(
          stock.onHand() == stock.restocked() - stock.committed() + stock.returned(),
          "S1",
          stock.sku(),
          stock);
    }
  }

  private static void followsTheOrders(Facts facts, Findings findings) {
    Map<String, Long> reserved =
        quantities(
            facts.reservations().stream()
                .filter(reservation -> reservation.state().equals("RESERVED"))
                .flatMap(reservation -> reservation.lines().stream()));
    Map<String, Long> committed =
        quantities(
            facts.orders().stream()
                .filter(order -> order.status().equals("CONFIRMED"))
                .flatMap(order -> order.lines().stream()));
    for (Facts.Stock stock : facts.stock()) {
      findings.check(
          stock.reserved() == reserved.getOrDefault(stock.sku(), 0L),
          "S2",
          stock.sku(),
          "reserved " + reserved.getOrDefault(stock.sku(), 0L) + ": " + stock);
      findings.check(
          stock.committed() - stock.returned() == committed.getOrDefault(stock.sku(), 0L),
          "S2",
          stock.sku(),
          "in confirmed orders " + committed.getOrDefault(stock.sku(), 0L) + ": " + stock);
    }
  }

  private static Map<String, Long> quantities(Stream<Facts.Line> lines) {
    return lines.collect(groupingBy(Facts.Line::sku, summingLong(Facts.Line::quantity)));
  }
}
