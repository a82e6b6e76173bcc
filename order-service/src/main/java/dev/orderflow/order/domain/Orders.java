package dev.orderflow.order.domain;

import static org.hibernate.jpa.HibernateHints.HINT_READ_ONLY;

import jakarta.persistence.QueryHint;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.Repository;

/** All orders. What is changed in those that are locked is written by {@link OrderRows}. */
public interface Orders extends Repository<Order, UUID> {

  /** That a pending order is unanswered, by an index of those, is a check of the table. */
  String LATEST_PENDING =
      """
      select * from orders
      where caller = :caller and id < :before and redrive_at is not null and status = 'PENDING'
      order by id desc limit :limit\
      """;

  /**
   * Which orders are to expire; they have an index, as those that are unanswered may be many more.
   */
  String OVERDUE = "status = 'PENDING' and deadline_at <= now()";

  String LOCK_OVERDUE =
      "select * from orders where "
          + OVERDUE
          + " - make_interval(secs => :seconds) order by deadline_at limit :limit for no key update"
          + " skip locked";

  String LOCK_PENDING_UNANSWERED =
      """
      select * from orders
      where status = 'PENDING' and redrive_at <= now() and deadline_at > now()
      order by redrive_at limit :limit for no key update skip locked\
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

  /** Those of the ids that exist, locked until the transaction ends, in the order of their ids. */
  @NativeQuery("select * from orders where id = any(:ids) order by id for no key update")
  @QueryHints(@QueryHint(name = HINT_READ_ONLY, value = "true"))
  List<Order> lock(UUID[] ids);

  /**
   * Pending orders that have been past their deadline for so long, locked; those that somebody else
   * works on are left out.
   */
  @NativeQuery(LOCK_OVERDUE)
  @QueryHints(@QueryHint(name = HINT_READ_ONLY, value = "true"))
  List<Order> lockOverdue(double seconds, int limit);

  /**
   * Pending orders whose wait for answers is over, and not yet their time, locked; those that
   * somebody else works on are left out.
   */
  @NativeQuery(LOCK_PENDING_UNANSWERED)
  @QueryHints(@QueryHint(name = HINT_READ_ONLY, value = "true"))
  List<Order> lockPendingUnanswered(int limit);

  /** The same of orders that are decided. */
  @NativeQuery(
      """
      select * from orders where redrive_at <= now() and status <> 'PENDING'
      order by redrive_at limit :limit for no key update skip locked\
      """)
  @QueryHints(@QueryHint(name = HINT_READ_ONLY, value = "true"))
  List<Order> lockDecidedUnanswered(int limit);
}
