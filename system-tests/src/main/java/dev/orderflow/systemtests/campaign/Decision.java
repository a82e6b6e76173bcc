package dev.orderflow.systemtests.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a customer is going to do, before it does any of it.
 *
 * @param impatient the request is not repeated when nobody answers
 */
record Decision(
    Map<String, Object> basket,
    Map<String, Object> anotherBasket,
    Cancelling cancelling,
    Repeating repeating,
    boolean waiting,
    boolean impatient) {

  enum Cancelling {
    NOT,
    AT_ONCE,
    AFTER_THE_OUTCOME
  }

  enum Repeating {
    NOT,
    AT_THE_SAME_TIME,
    AFTERWARDS,
    WITH_ANOTHER_BASKET
  }

  private static final List<String> REFUSED_CARDS =
      List.of(
          "pm_card_chargeDeclined",
          "pm_card_chargeDeclinedInsufficientFunds",
          "pm_card_chargeDeclinedExpiredCard",
          "pm_card_chargeDeclinedStolenCard");

  static Decision draw(SplittableRandom random, Goods goods, String customer) {
    return new Decision(
        basket(random, goods, customer),
        basket(random, goods, customer + "-again"),
        cancelling(random.nextInt(100)),
        repeating(random.nextInt(100)),
        random.nextInt(100) < 10,
        random.nextInt(100) < 10);
  }

  private static Map<String, Object> basket(SplittableRandom random, Goods goods, String customer) {
    String email = customer + "-" + random.nextInt(10) + "@example.com";
    String name = random.nextInt(10) == 0 ? "Ada <b>&\u0416</b> Bcc: eve" : "Ada Lovelace";
    return Map.of(
        "customer", Map.of("name", name, "email", email),
        "lines", lines(random, goods),
        "payment", Map.of("token", card(random)));
  }

  private static List<Map<String, Object>> lines(SplittableRandom random, Goods goods) {
    int kind = random.nextInt(100);
    if (kind < 35) return List.of(line(goods.hot(), 1));
    if (kind < 42) return List.of(line(goods.rare(), 1));
    if (kind < 50) return List.of(line(goods.shortOf(), 1 + random.nextInt(5)));
    if (kind < 55) return List.of(line(goods.inYen(), 1 + random.nextInt(3)));
    if (kind < 85) return List.of(line(goods.ordinary(random), 1 + random.nextInt(3)));
    List<Map<String, Object>> several = new ArrayList<>();
    several.add(line(goods.hot(), 1));
    for (int n = 0; n < 1 + random.nextInt(3); n++) {
      several.add(line(goods.ordinary(random), 1 + random.nextInt(2)));
    }
    return several;
  }

  private static Map<String, Object> line(String sku, int quantity) {
    return Map.of("sku", sku, "quantity", quantity);
  }

  private static String card(SplittableRandom random) {
    int kind = random.nextInt(100);
    if (kind < 60) return "pm_card_visa";
    if (kind < 75) return "pm_card_mastercard";
    if (kind < 82) return "pm_card_sandboxCaptureFails";
    return REFUSED_CARDS.get(random.nextInt(REFUSED_CARDS.size()));
  }

  private static Cancelling cancelling(int percent) {
    if (percent < 12) return Cancelling.AT_ONCE;
    return percent < 24 ? Cancelling.AFTER_THE_OUTCOME : Cancelling.NOT;
  }

  private static Repeating repeating(int percent) {
    if (percent < 5) return Repeating.AT_THE_SAME_TIME;
    if (percent < 12) return Repeating.AFTERWARDS;
    return percent < 17 ? Repeating.WITH_ANOTHER_BASKET : Repeating.NOT;
  }
}
