package dev.orderflow.order;

import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Looks for orders that time has run out for. */
@Component
class Sweeper {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);

  private final ExpiringOrders expiringOrders;
  private final RedrivingOrders redrivingOrders;
  private final OrderSettings settings;

  Sweeper(ExpiringOrders expiringOrders, RedrivingOrders redrivingOrders, OrderSettings settings) {
    this.expiringOrders = expiringOrders;
    this.redrivingOrders = redrivingOrders;
    this.settings = settings;
  }

  @Scheduled(fixedDelayString = "${orderflow.order.sweep-interval:1s}")
  void expire() {
    while (sweep("expired", expiringOrders::expire) == settings.sweepBatch()) {
      log.debug("more orders may be overdue");
    }
  }

  // One batch per interval, however many are due: re-drives must not crowd out new orders.
  @Scheduled(fixedDelayString = "${orderflow.order.sweep-interval:1s}")
  void redrive() {
    sweep("re-driven", redrivingOrders::redrive);
  }

  private int sweep(String done, IntUnaryOperator sweep) {
    try {
      int orders = sweep.applyAsInt(settings.sweepBatch());
      if (orders > 0) log.info("{} orders {}", orders, done);
      return orders;
    } catch (DataAccessException | TransactionException e) {
      // The next interval tries again.
      log.warn("no orders {}: {}", done, e.getClass().getSimpleName());
      return 0;
    }
  }
}
