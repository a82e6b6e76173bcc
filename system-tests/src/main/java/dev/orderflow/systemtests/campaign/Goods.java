package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Shop;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What there is to be had. */
record Goods(String hot, String rare, String shortOf, String inYen, List<String> many) {

  private static final int PLENTY = 1_000_000;

  static Goods putOnSale(Shop shop) {
    return new Goods(
        shop.product(PLENTY),
        shop.product(40),
        shop.product(2),
        shop.product(PLENTY, "1500", "JPY"),
        IntStream.range(0, 10).mapToObj(_ -> shop.product(PLENTY)).toList());
  }

  String ordinary(SplittableRandom random) {
    return many.get(random.nextInt(many.size()));
  }
}
