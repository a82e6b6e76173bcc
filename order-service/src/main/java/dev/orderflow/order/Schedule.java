package dev.orderflow.order;

import dev.orderflow.messaging.Backlog;
import dev.orderflow.messaging.Loop;
import dev.orderflow.messaging.Pulses;
import dev.orderflow.messaging.Rest;
import dev.orderflow.order.domain.OrderRows;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is done because time passes; each on a thread of its own, so that none holds up another. */
@Configuration(proxyBeanMethods = false)
class Schedule {

  private static final Logger log = LoggerFactory.getLogger(Schedule.class);

  /** As often as metrics are usually scraped. */
  private static final Duration GAUGE_INTERVAL = Duration.ofSeconds(15);

  /** How late an order may be found when none has been for a while; a fraction of its waits. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private static final String UNANSWERED = "redrive_at <= now()";

  private final OrderSettings settings;
  private final JdbcClient jdbc;
  private final Pulses pulses;

  Schedule(OrderSettings settings, JdbcClient jdbc, Pulses pulses) {
    this.settings = settings;
    this.jdbc = jdbc;
    this.pulses = pulses;
  }

  @Bean
  Loop expireLoop(ExpiringOrders expiringOrders, Backlog backlog) {
    Rest rest = rest();
    return new Loop(
        "expire",
        rest.longest(),
        pulses,
        () -> {
          int orders = backlog.age().isEmpty() ? 0 : expire(expiringOrders, backlog);
          return orders == settings.sweepBatch() ? Duration.ZERO : rest.after(orders);
        });
  }

  // What lies unread after an outage of this service may be the answers to these very orders.
  private int expire(ExpiringOrders expiringOrders, Backlog backlog) {
    Supplier<Duration> unread = () -> backlog.age().orElseThrow();
    return sweep("expired", OrderRows.OVERDUE, limit -> expiringOrders.expire(unread, limit));
  }

  // One batch per interval, however many are due: re-drives must not crowd out new orders.
  @Bean
  Loop redriveLoop(RedrivingOrders redrivingOrders) {
    Rest rest = rest();
    return new Loop(
        "re-drive",
        rest.longest(),
        pulses,
        () -> rest.after(sweep("waited for answers", UNANSWERED, redrivingOrders::redrive)));
  }

  @Bean
  Loop feedLoop(OutcomeFeed feed) {
    Rest rest = new Rest(settings.feedInterval(), LONGEST_REST);
    Loop loop = new Loop("feed", rest.longest(), pulses, () -> rest.after(feed.lookAround()));
    feed.onFirstWatch(loop::wake);
    return loop;
  }

  @Bean
  Loop gaugesLoop(PendingGauges gauges) {
    return new Loop("gauges", GAUGE_INTERVAL, pulses, gauges::refresh);
  }

  private Rest rest() {
    return new Rest(settings.sweepInterval(), LONGEST_REST);
  }

  private int sweep(String done, String due, IntUnaryOperator sweep) {
    int orders = isAny(due) ? sweep.applyAsInt(settings.sweepBatch()) : 0;
    if (orders > 0) log.info("{} orders {}", orders, done);
    return orders;
  }

  // Nearly all looks find nothing, and should not cost a transaction.
  private boolean isAny(String due) {
    return jdbc.sql("select exists (select 1 from orders where " + due + ")")
        .query(Boolean.class)
        .single();
  }
}
