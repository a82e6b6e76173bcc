package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Basket.Line;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is ordered; the same in every run. */
final class Workload {

  static final int PRODUCTS = 1_000;

  /** Of this product there is nothing. */
  static final String GONE = "GONE";

  private static final int BASKETS = 2_000;
  private static final int SEED = 1;

  private Workload() {}

  static String sku(int product) {
    return "SKU-" + product;
  }

  /** 94 of 100 good ones, 2 each declined, short of stock and cancelled; one to three lines. */
  static Basket[] steady(String run) {
    Random random = new Random(SEED);
    return IntStream.range(0, BASKETS).mapToObj(_ -> basket(random, run)).toArray(Basket[]::new);
  }

  private static Basket basket(Random random, String run) {
    Outcome outcome =
        switch (random.nextInt(100)) {
          case 0, 1 -> Outcome.PAYMENT_DECLINED;
          case 2, 3 -> Outcome.OUT_OF_STOCK;
          case 4, 5 -> Outcome.CUSTOMER_REQUEST;
          default -> Outcome.CONFIRMED;
        };
    List<Line> lines =
        random
            .ints(1 + random.nextInt(3), 0, PRODUCTS)
            .distinct()
            .mapToObj(product -> new Line(sku(product), 1 + random.nextInt(2)))
            .toList();
    return Basket.of(outcome, outcome == Outcome.OUT_OF_STOCK ? withGone(lines) : lines, run);
  }

  private static List<Line> withGone(List<Line> lines) {
    return Stream.concat(lines.stream(), Stream.of(new Line(GONE, 1))).toList();
  }
}
