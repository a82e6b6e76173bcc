package dev.orderflow.order;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.value.Money;
import dev.orderflow.order.domain.Product;
import dev.orderflow.order.domain.Products;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What can be ordered, and for how much. Orders keep the name and price that they were placed at.
 */
@Service
public class Catalogue {

  /** A row that replaces another has the lock of this statement as its xmax, a new one has none. */
  private static final String UPSERT =
      """
      insert into product (sku, name, price, currency, sellable)
      values (:sku, :name, :price, :currency, coalesce(:sellable, true))
      on conflict (sku) do update set name = excluded.name, price = excluded.price,
        currency = excluded.currency, sellable = coalesce(:sellable, product.sellable)
      returning sku, name, price, currency, sellable, xmax = 0 as is_new\
      """;

  /** By plain JDBC: as a repository's query it was a third of what placing orders takes. */
  private static final String NAMED =
      "select sku, name, price, currency, sellable from product where sku = any (?)";

  /**
   * A product as it is now.
   *
   * @param isNew unless it was known before
   */
  public record Stored(Product product, boolean isNew) {}

  private final Products products;
  private final JdbcClient jdbc;

  Catalogue(Products products, JdbcClient jdbc) {
    this.products = products;
    this.jdbc = jdbc;
  }

  public Optional<Product> find(String sku) {
    return products.findById(sku);
  }

  /** In the order of their SKUs, from after this one; from the first after an empty text. */
  public List<Product> after(String sku, int limit) {
    return products.findBySkuGreaterThanOrderBySku(sku, Limit.of(limit));
  }

  /** Those that exist, by SKU. */
  Map<String, Product> named(Stream<String> skus) {
    return jdbc
        .sql(NAMED)
        .param(skus.distinct().toArray(String[]::new))
        .query((row, _) -> product(row))
        .list()
        .stream()
        .collect(toMap(Product::sku, identity()));
  }

  /** Adds a product, or changes it for the orders to come. */
  public Stored put(PutProduct product) {
    return jdbc.sql(UPSERT)
        .param("sku", product.sku())
        .param("name", product.name())
        .param("price", product.price().amount())
        .param("currency", product.price().currency().getCurrencyCode())
        .param("sellable", product.sellable())
        .query((row, _) -> new Stored(product(row), row.getBoolean("is_new")))
        .single();
  }

  private static Product product(ResultSet row) throws SQLException {
    Currency currency = Currency.getInstance(row.getString("currency"));
    return new Product(
        row.getString("sku"),
        row.getString("name"),
        new Money(row.getBigDecimal("price"), currency),
        row.getBoolean("sellable"));
  }
}
