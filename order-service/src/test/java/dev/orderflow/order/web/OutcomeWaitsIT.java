package dev.orderflow.order.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.orderflow.order.CancellingOrders;
import dev.orderflow.order.OutcomeFeed;
import dev.orderflow.order.domain.CancellationRefused;
import dev.orderflow.order.domain.Order;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.Orders;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.web.context.request.async.DeferredResult;

/** What those who wait are told while the database comes and goes. */
class OutcomeWaitsIT extends OrderServiceUnderTest {

  private static final String CALLER = "anonymous";

  @Autowired private OutcomeFeed feed;
  @Autowired private Orders orders;
  @Autowired private CancellingOrders cancellingOrders;
  @Autowired private WebSettings settings;
  private final AtomicInteger failures = new AtomicInteger();

  @Test
  void asksAgainForAnOrderThatWasDecided() throws Exception {
    Order placed = placed();
    DeferredResult<Order> waiting = waitFor(placed, Duration.ofSeconds(25));
    failures.set(2);

    cancel(placed);

    await().atMost(10, SECONDS).until(waiting::hasResult);
    assertThat(waiting.getResult()).isInstanceOf(Order.class);
    assertThat(((Order) waiting.getResult()).status()).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void asksAgainOnlyWhileThereIsTime() throws Exception {
    Order placed = placed();
    DeferredResult<Order> waiting = waitFor(placed, Duration.ofSeconds(2));
    failures.set(Integer.MAX_VALUE);

    cancel(placed);

    await().atMost(10, SECONDS).until(waiting::hasResult);
    assertThat(waiting.getResult()).isEqualTo(placed);
  }

  @Test
  void answersAWaitThatEndsInAnError() throws Exception {
    Order placed = placed();
    OutcomeWaits waits = new OutcomeWaits(feed, orders, settings, new SimpleMeterRegistry());
    DeferredResult<Order> waiting =
        waits
            .<Order>await(
                placed,
                new Preference(Duration.ofSeconds(1)),
                _ -> {
                  throw new NoClassDefFoundError("planted");
                })
            .orElseThrow();

    await().atMost(10, SECONDS).until(waiting::hasResult);

    assertThat(waiting.getResult()).isInstanceOf(NoClassDefFoundError.class);
  }

  private DeferredResult<Order> waitFor(Order order, Duration time) {
    OutcomeWaits waits = new OutcomeWaits(feed, failing(), settings, new SimpleMeterRegistry());
    return waits.await(order, new Preference(time), Function.identity()).orElseThrow();
  }

  private Order placed() throws Exception {
    String id = http.send("POST /orders", headers(key()), TWO_MUGS).json().get("id").asString();
    return orders.findById(UUID.fromString(id)).orElseThrow();
  }

  private void cancel(Order order) throws CancellationRefused {
    assertThat(cancellingOrders.cancel(CALLER, order.id())).isPresent();
  }

  /** The orders, but for the next so many reads. */
  private Orders failing() {
    return (Orders)
        Proxy.newProxyInstance(
            Orders.class.getClassLoader(),
            new Class<?>[] {Orders.class},
            (_, method, arguments) -> {
              if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new TransientDataAccessResourceException("the database is away");
              }
              try {
                return method.invoke(orders, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
