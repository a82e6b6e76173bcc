package dev.orderflow.inventory.domain;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.annotations.Immutable;

/**
 * The pieces of one SKU. At every moment {@code 0 <= reserved <= onHand} and {@code onHand =
 * restocked - committed + returned}; the database checks both again. Every verb refuses what would
 * break them, which only a mistake of ours can ask for.
 */
@Entity
@Immutable // To Hibernate, which only reads it.
public class Stock {

  @Id private String sku;
  private long onHand;
  private long reserved;
  private long restocked;
  private long committed;
  private long returned;

  @SuppressWarnings("NullAway.Init")
  protected Stock() {}

  /** A SKU that had its first pieces put on the shelf, maybe none. */
  public Stock(String sku, long quantity) {
    this.sku = sku;
    this.onHand = quantity;
    this.restocked = quantity;
  }

  /** As it is stored. */
  Stock(String sku, long onHand, long reserved, long restocked, long committed, long returned) {
    this.sku = sku;
    this.onHand = onHand;
    this.reserved = reserved;
    this.restocked = restocked;
    this.committed = committed;
    this.returned = returned;
  }

  public void reserve(long quantity) {
    require(quantity <= available(), "reserve", quantity);
    reserved += quantity;
  }

  public void release(long quantity) {
    require(quantity <= reserved, "release", quantity);
    reserved -= quantity;
  }

  /** Reserved pieces leave the shelf. */
  public void commit(long quantity) {
    require(quantity <= reserved, "commit", quantity);
    reserved -= quantity;
    onHand -= quantity;
    committed += quantity;
  }

  /** Committed pieces come back to the shelf. */
  public void takeBack(long quantity) {
    require(quantity <= committed - returned, "take back", quantity);
    onHand += quantity;
    returned += quantity;
  }

  public void restock(long quantity) {
    require(quantity > 0, "restock", quantity);
    onHand += quantity;
    restocked += quantity;
  }

  public String sku() {
    return sku;
  }

  /** Pieces on the shelf, reserved ones included. */
  public long onHand() {
    return onHand;
  }

  public long reserved() {
    return reserved;
  }

  /** Pieces that a new order can have. */
  public long available() {
    return onHand - reserved;
  }

  /** All pieces ever put on the shelf from outside, the first ones included. */
  public long restocked() {
    return restocked;
  }

  /** All pieces that ever left for confirmed orders, returned ones included. */
  public long committed() {
    return committed;
  }

  /** All pieces that ever came back from orders cancelled after their confirmation. */
  public long returned() {
    return returned;
  }

  private void require(boolean allowed, String verb, long quantity) {
    if (!allowed || quantity <= 0) {
      throw new IllegalStateException("cannot %s %d of %s".formatted(verb, quantity, this));
    }
  }

  @Override
  public String toString() {
    return "Stock[%s: %d on hand, %d reserved]".formatted(sku, onHand, reserved);
  }
}
