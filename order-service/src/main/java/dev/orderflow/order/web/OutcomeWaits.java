package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.orderflow.messaging.Failures;
import dev.orderflow.order.OutcomeFeed;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.async.DeferredResult;

/**
 * Requests that wait for the outcome of their order. A wait holds neither a thread nor a database
 * connection; it reads its order once at its beginning and once at its end, and ends at once when
 * the process is stopped.
 */
@Component
class OutcomeWaits {

  /** The container's own time-out is not needed: the wait has one. */
  private static final long NO_TIMEOUT = 0;

  /** A database that is away is back in seconds; asking more often only adds to its load. */
  private static final Duration RETRY = Duration.ofMillis(500);

  private final OutcomeFeed feed;
  private final Orders orders;
  private final WebSettings settings;
  private final Semaphore places;
  private final Set<Wait<?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closing;

  OutcomeWaits(OutcomeFeed feed, Orders orders, WebSettings settings, MeterRegistry metrics) {
    this.feed = feed;
    this.orders = orders;
    this.settings = settings;
    this.places = new Semaphore(settings.maxWaits());
    Gauge.builder("orderflow.orders.waits", this, OutcomeWaits::taken)
        .description("requests that wait for the outcome of their order")
        .register(metrics);
  }

  /**
   * @param answer made of the order as it is when it is decided or the time is over, as it was
   *     before if the database is away until then; at once if it is decided already
   * @return empty if too many wait
   */
  <T> Optional<DeferredResult<T>> await(
      Order order, Preference preference, Function<Order, T> answer) {
    if (order.status() != OrderStatus.PENDING) return Optional.of(answered(answer.apply(order)));
    if (!places.tryAcquire()) return Optional.empty();
    return Optional.of(new Wait<>(order, preference.time(), answer).begin());
  }

  private int taken() {
    return settings.maxWaits() - places.availablePermits();
  }

  private static <T> DeferredResult<T> answered(T answer) {
    DeferredResult<T> result = new DeferredResult<>();
    result.setResult(answer);
    return result;
  }

  /**
   * Before the feed stops, of which nothing would be heard, and the web server, which would wait.
   */
  @EventListener(ContextClosedEvent.class)
  void close() {
    closing = true;
    open.forEach(Wait::end);
  }

  private final class Wait<T> {

    private final Order before;
    private final Duration time;
    private final long deadline;
    private final Function<Order, T> answer;
    private final DeferredResult<T> result = new DeferredResult<>(NO_TIMEOUT);
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();

    Wait(Order before, Duration time, Function<Order, T> answer) {
      this.before = before;
      this.time = time;
      this.deadline = System.nanoTime() + time.toNanos();
      this.answer = answer;
    }

    DeferredResult<T> begin() {
      open.add(this);
      OutcomeFeed.Watch watch = feed.watch(before.id(), change -> endIfDecided(change.status()));
      var _ =
          end.completeOnTimeout(null, time.toMillis(), MILLISECONDS)
              .whenCompleteAsync((_, _) -> finish(watch), Thread::startVirtualThread);
      find().ifPresent(now -> endIfDecided(now.status()));
      if (closing) end();
      return result;
    }

    private void endIfDecided(OrderStatus status) {
      if (status != OrderStatus.PENDING) end();
    }

    void end() {
      end.complete(null);
    }

    private void finish(OutcomeFeed.Watch watch) {
      watch.close();
      try {
        result.setResult(answer.apply(last()));
      } catch (RuntimeException | Error e) {
        // Without a result its client would wait for ever.
        result.setErrorResult(e);
      } finally {
        open.remove(this);
        places.release();
      }
    }

    // The client may have seen that the order is decided: it is told of an older state only if no
    // time is left to ask again.
    private Order last() {
      Optional<Order> last = find();
      while (last.isEmpty() && !closing && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(RETRY.toNanos());
        last = find();
      }
      return last.orElse(before);
    }

    // Empty if the database is away. The order is kept: who is told of that may take it for
    // refused.
    private Optional<Order> find() {
      try {
        return Optional.of(orders.findById(before.id()).orElseThrow());
      } catch (RuntimeException e) {
        if (Failures.isTransient(e)) return Optional.empty();
        throw e;
      }
    }
  }
}
