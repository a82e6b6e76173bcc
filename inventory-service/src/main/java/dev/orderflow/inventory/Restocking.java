package dev.orderflow.inventory;

import dev.orderflow.inventory.domain.RestockingContradicted;
import dev.orderflow.inventory.domain.Stock;
import dev.orderflow.inventory.domain.StockRows;
import dev.orderflow.inventory.domain.Stocks;
import dev.orderflow.messaging.Outbox;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts pieces on the shelf. */
@Service
public class Restocking {

  private final Stocks stocks;
  private final StockRows rows;
  private final Outbox outbox;

  Restocking(Stocks stocks, StockRows rows, Outbox outbox) {
    this.stocks = stocks;
    this.rows = rows;
    this.outbox = outbox;
  }

  /**
   * Takes up a SKU with its first pieces.
   *
   * @return false if it was taken up before: then nothing is counted again
   */
  @Transactional
  public boolean takeUp(String sku, long quantity) {
    return stocks.takeUp(sku, quantity) == 1;
  }

  /**
   * Adds pieces, once per SKU and key.
   *
   * @param key names this restocking, so that a repeated request is not counted again
   * @return the stock afterwards; empty if the SKU is unknown
   * @throws RestockingContradicted if the key was used with another quantity
   */
  @Transactional
  public Optional<Stock> restock(String sku, String key, long quantity) {
    List<Stock> stock = rows.lock(List.of(sku));
    stock.forEach(found -> count(found, key, quantity));
    return stock.stream().findAny();
  }

  private void count(Stock stock, String key, long quantity) {
    if (stocks.recordRestocking(stock.sku(), key, quantity) == 1) {
      stock.restock(quantity);
      outbox.write(rows.update(List.of(stock)));
    } else if (stocks.restockedWith(stock.sku(), key) != quantity) {
      throw new RestockingContradicted();
    }
  }
}
