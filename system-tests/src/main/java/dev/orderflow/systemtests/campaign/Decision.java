package dev.orderflow.systemtests.campaign;

import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What a customer is going to do, before it does any of it.
 *
 * @param first what it is going to want
 * @param other what it may ask for under the same key
 * @param impatient the request is not repeated when nobody answers
 */
record Decision(
    Wish first,
    Wish other,
    Cancelling cancelling,
    Repeating repeating,
    boolean waiting,
    boolean impatient) {

  /**
   * A basket.
   *
   * @param request as it is sent
   */
  record Wish(Map<String, Object> request, Witness.Basket basket) {}

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
        wish(random, goods, customer),
        wish(random, goods, customer + "-again"),
        cancelling(random.nextInt(100)),
        repeating(random.nextInt(100)),
        random.nextInt(100) < 10,
        random.nextInt(100) < 10);
  }

  private static Wish wish(SplittableRandom random, Goods goods, String customer) {
    String email = customer + "-" + random.nextInt(10) + "@example.com";
    String name = random.nextInt(10) == 0 ? "Ada <b>&\u0416</b> Bcc: eve" : "Ada Lovelace";
    List<Facts.Line> lines = lines(random, goods);
    String card = card(random);
    boolean mayRunOut = lines.stream().anyMatch(line -> goods.mayRunOut(line.sku()));
    return new Wish(
        Map.of(
            "customer", Map.of("name", name, "email", email),
            "lines", lines.stream().map(Decision::request).toList(),
            "payment", Map.of("token", card)),
        new Witness.Basket(email, lines, card, mayRunOut));
  }

  private static Map<String, Object> request(Facts.Line line) {
    return Map.of("sku", line.sku(), "quantity", line.quantity());
  }

  private static List<Facts.Line> lines(SplittableRandom random, Goods goods) {
    int kind = random.nextInt(100);
    if (kind < 35) return List.of(goods.line(goods.hot(), 1));
    if (kind < 42) return List.of(goods.line(goods.rare(), 1));
    if (kind < 50) return List.of(goods.line(goods.shortOf(), 1 + random.nextInt(5)));
    if (kind < 55) return List.of(goods.line(goods.inYen(), 1 + random.nextInt(3)));
    if (kind < 85) return List.of(goods.line(goods.ordinary(random), 1 + random.nextInt(3)));
    List<Facts.Line> several = new ArrayList<>();
    several.add(goods.line(goods.hot(), 1));
    for (int n = 0; n < 1 + random.nextInt(3); n++) {
      several.add(goods.line(goods.ordinary(random), 1 + random.nextInt(2)));
    }
    return several;
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
