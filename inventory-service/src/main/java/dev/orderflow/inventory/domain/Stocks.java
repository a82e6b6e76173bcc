package dev.orderflow.inventory.domain;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/**
 * All stock, to be shown, and the restockings of it; read and written by {@link StockRows} to be
 * changed.
 */
public interface Stocks extends Repository<Stock, String> {

  Optional<Stock> findBySku(String sku);

  /** The next ones; the empty text comes before every SKU. */
  List<Stock> findBySkuGreaterThanOrderBySku(String sku, Limit limit);

  /**
   * @return 1, or 0 if the SKU exists already, which is then left as it is
   */
  @Modifying
  @NativeQuery(
      """
      insert into stock (sku, on_hand, restocked) values (:sku, :quantity, :quantity)
      on conflict do nothing
      """)
  int takeUp(String sku, long quantity);

  /**
   * @return 1, or 0 if this SKU was restocked with this key before
   */
  @Modifying
  @NativeQuery(
      """
      insert into restocking (sku, idempotency_key, quantity) values (:sku, :key, :quantity)
      on conflict do nothing
      """)
  int recordRestocking(String sku, String key, long quantity);

  @NativeQuery("select quantity from restocking where sku = :sku and idempotency_key = :key")
  long restockedWith(String sku, String key);

  /**
   * Forgets some that were counted longer ago than this.
   *
   * @return how many
   */
  @Modifying
  @NativeQuery(
      """
      delete from restocking where (sku, idempotency_key) in (
        select sku, idempotency_key from restocking where counted_at <= now() - make_interval(secs => :seconds)
        limit :limit for update skip locked)
      """)
  int forgetRestockings(double seconds, int limit);
}
