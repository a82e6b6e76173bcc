package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Shop;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** What there is to be had. */
record Goods(String hot, String rare, String shortOf, String inYen, List<String> many) {

  private static final int PLENTY = 1_000_000;
  private static final String EUROS = "12.90";
  private static final String YEN = "1500";

  static Goods putOnSale(Shop shop) {
    return new Goods(
        inEuros(shop, PLENTY),
        inEuros(shop, 40),
        inEuros(shop, 2),
        shop.product(PLENTY, YEN, "JPY"),
        IntStream.range(0, 10).mapToObj(_ -> inEuros(shop, PLENTY)).toList());
  }

  private static String inEuros(Shop shop, int pieces) {
    return shop.product(pieces, EUROS, "EUR");
  }

  boolean mayRunOut(String sku) {
    return sku.equals(rare) || sku.equals(shortOf);
  }

  Facts.Line line(String sku, int quantity) {
    return new Facts.Line(sku, quantity, new BigDecimal(sku.equals(inYen) ? YEN : EUROS));
  }

  String ordinary(SplittableRandom random) {
    return many.get(random.nextInt(many.size()));
  }
}
