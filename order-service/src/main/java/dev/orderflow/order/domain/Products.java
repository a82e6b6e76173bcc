package dev.orderflow.order.domain;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

/** The catalogue. */
public interface Products extends Repository<Product, String> {

  Optional<Product> findById(String sku);

  /** In the order of their SKUs, from after this one. */
  List<Product> findBySkuGreaterThanOrderBySku(String sku, Limit limit);
}
