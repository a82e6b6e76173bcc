package dev.orderflow.localstack.demo;

import java.util.List;

/** What the demo's shop sells, put there through the operators' API. */
record Catalogue(List<Product> products) {

  record Product(String sku, String name, String price, int stock, boolean sellable) {}

  static final Catalogue OF_THE_DEMO =
      new Catalogue(
          List.of(
              new Product("MUG-01", "Enamel mug", "12.90", 100_000, true),
              new Product("LAMP-01", "Desk lamp", "79.00", 1, true),
              new Product("POSTER-01", "Star map poster", "19.50", 0, true),
              new Product("NOTE-01", "Notebook, dotted", "6.40", 5_000, true),
              new Product("BAG-01", "Canvas bag", "24.00", 500, true),
              new Product("TEA-01", "Assam tea, 250 g", "9.80", 50, true),
              new Product("CLOCK-01", "Wall clock, discontinued", "45.00", 3, false)));

  /** Puts each product in once: what an operator has changed since, and what was sold, stays so. */
  void fill(Shop shop) {
    products.stream()
        .filter(product -> !shop.offers(product.sku()))
        .forEach(product -> fill(shop, product));
  }

  // Stock first: who finds the product offered finds it in stock.
  private static void fill(Shop shop, Product product) {
    shop.stock(product.sku(), product.stock());
    shop.offer(product.sku(), product.name(), product.price(), product.sellable());
  }
}
