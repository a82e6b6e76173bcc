package dev.orderflow.order;

import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells those who wait for an order in this process that it has changed. Changes made here are told
 * right after their commit. Those made by another instance are found by one query for all that is
 * being watched, made only while somebody watches.
 */
@Component
public class OutcomeFeed {

  /** An order was changed and committed. */
  public record Change(UUID orderId, int version, OrderStatus status) {}

  /** Somebody's wait; to be closed in any case. */
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  private final Map<UUID, List<Watcher>> watched = new ConcurrentHashMap<>();
  private final JdbcClient jdbc;
  private volatile Runnable onFirstWatch = () -> {};
  private volatile boolean nobodyWatches;

  OutcomeFeed(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Watches an order from now on: look at the order after this call, not before. Versions only
   * grow; some may be left out.
   *
   * @param onChange runs on the thread that decides on orders, so it must only hand over
   */
  public Watch watch(UUID orderId, Consumer<Change> onChange) {
    Watcher watcher = new Watcher(onChange, new AtomicInteger());
    watched.compute(
        orderId,
        (_, others) -> {
          List<Watcher> all = others == null ? new CopyOnWriteArrayList<>() : others;
          all.add(watcher);
          return all;
        });
    if (nobodyWatches) onFirstWatch.run();
    return () -> forget(orderId, watcher);
  }

  private void forget(UUID orderId, Watcher watcher) {
    watched.computeIfPresent(
        orderId,
        (_, all) -> {
          all.remove(watcher);
          return all.isEmpty() ? null : all;
        });
  }

  void publish(Order order) {
    tell(new Change(order.id(), order.version(), order.status()));
  }

  /**
   * @param action runs when somebody begins to watch after {@link #lookAround} found nobody
   */
  void onFirstWatch(Runnable action) {
    onFirstWatch = action;
  }

  /**
   * Looks for what other instances have changed.
   *
   * @return how many orders are watched
   */
  int lookAround() {
    // Before the look: who begins to watch right after it has to see it.
    nobodyWatches = true;
    UUID[] orderIds = watched.keySet().toArray(UUID[]::new);
    if (orderIds.length == 0) return 0;
    nobodyWatches = false;
    jdbc.sql("select id, version, status from orders where id = any(:ids)")
        .param("ids", orderIds)
        .query((row, _) ->
            new Change(
                row.getObject("id", UUID.class),
                row.getInt("version"),
                OrderStatus.valueOf(row.getString("status"))))
        .list()
        .forEach(this::tell);
    return orderIds.length;
  }

  private void tell(Change change) {
    watched.getOrDefault(change.orderId(), List.of()).forEach(watcher -> watcher.tell(change));
  }

  /** One who waits, and the version that it knows. */
  private record Watcher(Consumer<Change> onChange, AtomicInteger known) {

    void tell(Change change) {
      int before = known.getAndAccumulate(change.version(), Math::max);
      if (change.version() > before) onChange.accept(change);
    }
  }
}
