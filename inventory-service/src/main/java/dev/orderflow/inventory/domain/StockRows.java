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

  private static final Rows<Stock> CHANGING =
      Rows.<Stock>none()
          .with("on_hand", "bigint", Stock::onHand)
          .with("reserved", "bigint", Stock::reserved)
          .with("restocked", "bigint", Stock::restocked)
          .with("committed", "bigint", Stock::committed)
          .with("returned", "bigint", Stock::returned);
  private static final Rows<Stock> KEY_AND_CHANGING =
      Rows.<Stock>none().with("sku", "text", Stock::sku).with(CHANGING);
  private static final String UPDATE =
      "update stock s set %s from %s where s.sku = row.sku"
          .formatted(CHANGING.assignments(), KEY_AND_CHANGING.source());

  private final JdbcTemplate jdbc;

  StockRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  public void update(Collection<Stock> changed) {
    KEY_AND_CHANGING.update(jdbc, UPDATE, changed);
  }
}
