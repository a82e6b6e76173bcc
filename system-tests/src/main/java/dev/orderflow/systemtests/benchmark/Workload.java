package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Basket.Line;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the shop has and what is ordered there; the same in every run. */
final class Workload {

  private static final int PRODUCTS = 1_000;

  /** Of this product there is nothing. */
  private static final String GONE = "GONE";

  private static final int MAX_LINES = 100;
  private static final int BASKETS = 2_000;
  private static final int SEED = 1;

  private final Random random = new Random(SEED);
  private final String run;

  private Workload(String run) {
    this.run = run;
  }

  /**
   * @param run tells the requests of this run from those of any other
   */
  static Basket[] of(Scenario scenario, String run) {
    Workload workload = new Workload(run);
    Supplier<Basket> next =
        switch (scenario) {
          case HOT -> workload::hot;
          case LARGE -> workload::large;
          default -> workload::mixed;
        };
    return Stream.generate(next).limit(BASKETS).toArray(Basket[]::new);
  }

  /** Puts all products in at once. */
  static void fill(Database database) {
    database.execute(
        Service.ORDER,
        """
        insert into product (sku, name, price, currency, sellable)
        select 'SKU-' || n, 'Product number ' || n, 5.99 + n %% 100, 'EUR', true
        from generate_series(0, %d) n
        union all values ('%s', 'Star map poster', 19.50, 'EUR', true)\
        """
            .formatted(PRODUCTS - 1, GONE));
    database.execute(
        Service.INVENTORY,
        """
        insert into stock (sku, on_hand, restocked)
        select 'SKU-' || n, 1e9, 1e9 from generate_series(0, %d) n
        union all values ('%s', 0, 0)\
        """
            .formatted(PRODUCTS - 1, GONE));
  }

  private Basket mixed() {
    return switch (random.nextInt(100)) {
      case 0, 1 -> Basket.of(Outcome.PAYMENT_DECLINED, someLines(), run);
      case 2, 3 -> Basket.of(Outcome.OUT_OF_STOCK, withGone(someLines()), run);
      case 4, 5 -> Basket.of(Outcome.CUSTOMER_REQUEST, someLines(), run);
      default -> Basket.of(Outcome.CONFIRMED, someLines(), run);
    };
  }

  private Basket hot() {
    return Basket.of(Outcome.CONFIRMED, List.of(new Line("SKU-0", 1)), run);
  }

  private Basket large() {
    List<Line> lines =
        IntStream.range(0, MAX_LINES)
            .mapToObj(n -> new Line("SKU-" + n * (PRODUCTS / MAX_LINES), 1 + random.nextInt(3)))
            .toList();
    return Basket.of(Outcome.CONFIRMED, lines, run);
  }

  private List<Line> someLines() {
    return random
        .ints(1 + random.nextInt(3), 0, PRODUCTS)
        .distinct()
        .mapToObj(product -> new Line("SKU-" + product, 1 + random.nextInt(2)))
        .toList();
  }

  private static List<Line> withGone(List<Line> lines) {
    return Stream.concat(lines.stream(), Stream.of(new Line(GONE, 1))).toList();
  }
}
