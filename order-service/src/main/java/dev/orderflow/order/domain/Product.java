package dev.orderflow.order.domain;

import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.util.Currency;

/** Something to be ordered, at the price of this moment. */
@Entity
public class Product {

  @Id private String sku;
  private String name;
  private BigDecimal price;
  private Currency currency;
  private boolean sellable;

  /** For Hibernate. */
  @SuppressWarnings("NullAway.Init")
  protected Product() {}

  /**
   * @param sellable false keeps it in the catalogue, but no order may name it
   */
  public Product(String sku, String name, Money price, boolean sellable) {
    this.sku = sku;
    this.name = name;
    this.price = price.amount();
    this.currency = price.currency();
    this.sellable = sellable;
  }

  /**
   * What so many pieces cost now; the line keeps name and price, whatever becomes of the product.
   */
  public OrderLine line(int quantity) {
    return OrderLine.of(sku, name, quantity, price());
  }

  public String sku() {
    return sku;
  }

  public String name() {
    return name;
  }

  public Money price() {
    return new Money(price, currency);
  }

  public boolean isSellable() {
    return sellable;
  }
}
