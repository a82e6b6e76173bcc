package dev.orderflow.order.web;

import dev.orderflow.http.problem.ProblemException;
import dev.orderflow.http.problem.ProblemType;
import dev.orderflow.order.OrderHistory;
import dev.orderflow.order.OutcomeFeed;
import dev.orderflow.order.domain.Orders;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The streams that are open; what one does must not hold up another, nor the consumer. */
@Component
class OrderStreams {

  /** Streams end by the minute: a place is free again soon. */
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final OutcomeFeed feed;
  private final Orders orders;
  private final OrderHistory history;
  private final WebSettings settings;
  private final Semaphore places;
  private final Map<OrderStream, OutcomeFeed.Watch> open = new ConcurrentHashMap<>();
  private volatile boolean closing;

  OrderStreams(
      OutcomeFeed feed,
      Orders orders,
      OrderHistory history,
      WebSettings settings,
      MeterRegistry metrics) {
    this.feed = feed;
    this.orders = orders;
    this.history = history;
    this.settings = settings;
    this.places = new Semaphore(settings.maxStreams());
    Gauge.builder("orderflow.orders.streams", this, OrderStreams::taken)
        .description("event streams that are open")
        .register(metrics);
  }

  /**
   * @throws ProblemException 429 if too many are open, 503 while the process stops
   */
  SseEmitter open(UUID orderId) {
    if (closing) {
      throw new ProblemException(ProblemType.UNAVAILABLE, "This instance stops.").retryAfter(RETRY);
    }
    if (!places.tryAcquire()) {
      throw new ProblemException(ProblemType.TOO_MANY_REQUESTS, "Too many streams are open.")
          .retryAfter(RETRY);
    }
    SseEmitter emitter = new SseEmitter(settings.maxStreamTime().toMillis());
    OrderStream stream = new OrderStream(orderId, emitter, orders, history, this::end);
    open.put(stream, feed.watch(orderId, _ -> Thread.startVirtualThread(stream::goOn)));
    emitter.onCompletion(() -> end(stream));
    Thread.startVirtualThread(stream::goOn);
    // Spring calls back of what it has seen open only.
    if (closing) {
      stream.close();
      end(stream);
    }
    return emitter;
  }

  /** Before the feed and the web server stop, which would wait for readers who hear no more. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    closing = true;
    open.keySet().forEach(stream -> Thread.startVirtualThread(stream::close));
  }

  // Once, whoever notices it first: the container does not always tell that a client has left.
  private void end(OrderStream stream) {
    OutcomeFeed.Watch watch = open.remove(stream);
    if (watch == null) return;
    watch.close();
    places.release();
  }

  int taken() {
    return settings.maxStreams() - places.availablePermits();
  }

  /** A silent stream says that it lives. */
  void beat() {
    open.keySet().forEach(stream -> Thread.startVirtualThread(stream::beat));
  }
}
