package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.orderflow.messaging.Failures;
import dev.orderflow.order.OutcomeFeed;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Requests that wait for the outcome of their order. A wait holds neither a thread nor a database
 * connection; it reads its order once at its beginning and once at its end.
 */
@Component
class OutcomeWaits {

  /** The container's own time-out is not needed: the wait has one. */
  private static final long NO_TIMEOUT = 0;

  private final OutcomeFeed feed;
  private final Orders orders;
  private final Semaphore places;

  OutcomeWaits(OutcomeFeed feed, Orders orders, WebSettings settings) {
    this.feed = feed;
    this.orders = orders;
    this.places = new Semaphore(settings.maxWaits());
  }

  /**
   * @param answer made of the order as it is when it is decided or the time is over, as it was
   *     before if the database is away; at once if it is decided already or too many wait
   */
  <T> DeferredResult<T> await(Order order, Preference preference, Function<Order, T> answer) {
    DeferredResult<T> result = new DeferredResult<>(NO_TIMEOUT);
    if (order.status() != OrderStatus.PENDING || !places.tryAcquire()) {
      result.setResult(answer.apply(order));
      return result;
    }
    CompletableFuture<Boolean> decided = new CompletableFuture<>();
    OutcomeFeed.Watch watch =
        feed.watch(order.id(), change -> completeIfDecided(decided, change.status()));
    Runnable end =
        () -> {
          watch.close();
          places.release();
          answer(result, order, answer);
        };
    var _ =
        decided
            .completeOnTimeout(false, preference.time().toMillis(), MILLISECONDS)
            .whenCompleteAsync((_, _) -> end.run(), Thread::startVirtualThread);
    completeIfDecided(decided, current(order).status());
    return result;
  }

  private static void completeIfDecided(CompletableFuture<Boolean> decided, OrderStatus status) {
    if (status != OrderStatus.PENDING) decided.complete(true);
  }

  private <T> void answer(DeferredResult<T> result, Order order, Function<Order, T> answer) {
    try {
      result.setResult(answer.apply(current(order)));
    } catch (RuntimeException e) {
      result.setErrorResult(e);
    }
  }

  // The order is kept: who is told of a failure instead may take it for refused.
  private Order current(Order before) {
    try {
      return orders.findById(before.id()).orElseThrow();
    } catch (RuntimeException e) {
      if (Failures.isTransient(e)) return before;
      throw e;
    }
  }
}
