package dev.orderflow.order;

import dev.orderflow.events.value.Money;
import org.jspecify.annotations.Nullable;

/**
 * What an operator wants a product to be.
 *
 * @param sellable false discontinues it; null for true in a new product, unchanged in a known one
 */
public record PutProduct(String sku, String name, Money price, @Nullable Boolean sellable) {}
