package dev.orderflow.inventory.domain;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import jakarta.persistence.QueryHint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/**
 * All reservations, written by {@link ReservationRows}. Rows are locked in order-id order and
 * before those of stock.
 */
public interface Reservations extends Repository<Reservation, UUID> {

  /** Locks the rows of those orders that have one until the transaction ends. */
  @NativeQuery(
      "select * from reservation where order_id = any(:orderIds) order by order_id for no key"
          + " update")
  @QueryHints(@QueryHint(name = HINT_READ_ONLY, value = "true"))
  List<Reservation> lock(UUID[] orderIds);

  /** How much there is to read of those orders. */
  @NativeQuery(
      "select coalesce(sum(octet_length(lines::text) + octet_length(shortages::text)), 0)"
          + " from reservation where order_id = any(:orderIds)")
  long bytesOf(UUID[] orderIds);

  Optional<Reservation> findByOrderId(UUID orderId);
}
