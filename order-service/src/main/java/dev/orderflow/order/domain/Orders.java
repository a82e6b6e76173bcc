package dev.orderflow.order.domain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/**
 * All orders, to be shown. Those that are to be changed are read and written by {@link OrderRows}.
 */
public interface Orders extends Repository<Order, UUID> {

  /** That a pending order is unanswered, by an index of those, is a check of the table. */
  String LATEST_PENDING =
      """
      select * from orders
      where caller = :caller and id < :before and redrive_at is not null and status = 'PENDING'
      order by id desc limit :limit\
      """;

  Optional<Order> findById(UUID id);

  /** The order that this caller placed under this key. */
  @NativeQuery("select * from orders where caller = :caller and idempotency_key = :idempotencyKey")
  Optional<Order> findByCallerAndIdempotencyKey(String caller, String idempotencyKey);

  /**
   * A caller's orders with an id before this one, the latest first: ids are in the order of time.
   */
  @NativeQuery(
      "select * from orders where caller = :caller and id < :before order by id desc limit :limit")
  List<Order> latest(String caller, UUID before, int limit);

  /** Those of a status among the {@code most} that the above would list. */
  @NativeQuery(
      """
      select * from (
        select * from orders where caller = :caller and id < :before order by id desc limit :most) as latest
      where status = :status order by id desc limit :limit\
      """)
  List<Order> latest(String caller, UUID before, int most, String status, int limit);

  /** The id of a caller's order that has so many later ones before this one; empty for none. */
  @NativeQuery(
      """
      select id from orders where caller = :caller and id < :before
      order by id desc offset :later limit 1\
      """)
  Optional<UUID> idAfter(int later, String caller, UUID before);

  /** The pending ones, the latest first. */
  @NativeQuery(LATEST_PENDING)
  List<Order> latestPending(String caller, UUID before, int limit);
}
