package dev.orderflow.inventory.domain;

import dev.orderflow.jdbc.Rows;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Writes what has become of stock whose rows are locked, all with one statement: an order changes
 * that of each of its lines twice, and JPA would send a statement for each.
 */
@Repository
public class StockRows {

  private static final Rows<Stock> KEY = Rows.<Stock>none().with("sku", "text", Stock::sku);
  private static final Rows.Write<Stock> UPDATE =
      Rows.<Stock>none()
          .with("on_hand", "bigint", Stock::onHand)
          .with("reserved", "bigint", Stock::reserved)
          .with("restocked", "bigint", Stock::restocked)
          .with("committed", "bigint", Stock::committed)
          .with("returned", "bigint", Stock::returned)
          .updateOf("stock", KEY);

  private final JdbcTemplate jdbc;

  StockRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  public void update(Collection<Stock> changed) {
    UPDATE.run(jdbc, changed);
  }
}
