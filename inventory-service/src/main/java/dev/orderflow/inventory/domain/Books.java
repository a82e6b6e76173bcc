package dev.orderflow.inventory.domain;

import java.util.HashMap;
import java.util.Map;

/**
 * What reservations say of the stock, summed up per SKU, beside what the stock says of itself. In
 * memory: a few numbers per SKU.
 */
public final class Books {

  /**
   * Pieces of one SKU.
   *
   * @param reserved held for pending orders
   * @param sold left for confirmed orders, and not returned
   */
  public record Pieces(long reserved, long sold) {

    static final Pieces NONE = new Pieces(0, 0);

    Pieces plus(Pieces more) {
      return new Pieces(reserved + more.reserved, sold + more.sold);
    }

    Pieces minus(Pieces less) {
      return new Pieces(reserved - less.reserved, sold - less.sold);
    }
  }

  private final Map<String, Pieces> byReservations = new HashMap<>();
  private final Map<String, Pieces> byStock = new HashMap<>();

  public void reservations(String sku, Pieces pieces) {
    byReservations.merge(sku, pieces, Pieces::plus);
  }

  public void stock(String sku, Pieces pieces) {
    byStock.put(sku, pieces);
  }

  /**
   * By SKU, how many more pieces the stock claims than its reservations; without those that agree.
   */
  public Map<String, Pieces> differences() {
    Map<String, Pieces> differences = new HashMap<>(byStock);
    byReservations.forEach(
        (sku, pieces) -> differences.merge(sku, Pieces.NONE.minus(pieces), Pieces::plus));
    differences.values().removeIf(Pieces.NONE::equals);
    return differences;
  }
}
