package dev.orderflow.inventory.domain;

import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Stock that is to be changed: reads it with its locks, in SKU order and after those of
 * reservations, or deadlocks follow; and writes what has become of it, all with one statement. An
 * order changes that of each of its lines twice, and JPA would send a statement for each.
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

  /** Locks the rows of those SKUs that exist until the transaction ends; sorted by SKU. */
  public List<Stock> lock(Collection<String> skus) {
    return jdbc.query(
        "select * from stock where sku = any (?) order by sku for no key update",
        StockRows::stock,
        (Object) skus.toArray(String[]::new));
  }

  /** To stock whose rows are locked. */
  public Change update(Collection<Stock> changed) {
    return UPDATE.of(changed);
  }

  private static Stock stock(ResultSet row, int number) throws SQLException {
    return new Stock(
        row.getString("sku"),
        row.getLong("on_hand"),
        row.getLong("reserved"),
        row.getLong("restocked"),
        row.getLong("committed"),
        row.getLong("returned"));
  }
}
