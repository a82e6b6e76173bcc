package dev.orderflow.order;

import dev.orderflow.messaging.Failures;
import java.time.Duration;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/** What is done because time passes. */
@Configuration(proxyBeanMethods = false)
class Schedule implements SchedulingConfigurer {

  private static final Logger log = LoggerFactory.getLogger(Schedule.class);

  /** As often as metrics are usually scraped. */
  private static final Duration GAUGE_INTERVAL = Duration.ofSeconds(15);

  private final ExpiringOrders expiringOrders;
  private final RedrivingOrders redrivingOrders;
  private final OutcomeFeed feed;
  private final PendingGauges gauges;
  private final OrderSettings settings;

  Schedule(
      ExpiringOrders expiringOrders,
      RedrivingOrders redrivingOrders,
      OutcomeFeed feed,
      PendingGauges gauges,
      OrderSettings settings) {
    this.expiringOrders = expiringOrders;
    this.redrivingOrders = redrivingOrders;
    this.feed = feed;
    this.gauges = gauges;
    this.settings = settings;
  }

  // A thread for each task and one for the heartbeat of streams: Boot's scheduler for virtual
  // threads would let one task hold up the others.
  @Bean
  static ThreadPoolTaskScheduler taskScheduler() {
    ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    scheduler.setPoolSize(5);
    scheduler.setThreadNamePrefix("schedule-");
    return scheduler;
  }

  @Override
  public void configureTasks(ScheduledTaskRegistrar tasks) {
    tasks.addFixedDelayTask(guarded("expire", this::expire), settings.sweepInterval());
    tasks.addFixedDelayTask(guarded("re-drive", this::redrive), settings.sweepInterval());
    tasks.addFixedDelayTask(guarded("feed", feed::lookAround), settings.feedInterval());
    tasks.addFixedDelayTask(guarded("gauges", gauges::refresh), GAUGE_INTERVAL);
  }

  private void expire() {
    int orders;
    do {
      orders = sweep("expired", expiringOrders::expire);
    } while (orders == settings.sweepBatch());
  }

  // One batch per interval, however many are due: re-drives must not crowd out new orders.
  private void redrive() {
    sweep("re-driven", redrivingOrders::redrive);
  }

  private int sweep(String done, IntUnaryOperator sweep) {
    int orders = sweep.applyAsInt(settings.sweepBatch());
    if (orders > 0) log.info("{} orders {}", orders, done);
    return orders;
  }

  // The next interval tries again.
  private static Runnable guarded(String name, Runnable task) {
    return () -> {
      try {
        task.run();
      } catch (RuntimeException e) {
        if (Failures.isTransient(e)) log.warn("cannot {} now: {}", name, Failures.summary(e));
        else log.error("cannot {}", name, e);
      }
    };
  }
}
