package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.Http.Answer;
import dev.orderflow.systemtests.Shop;
import java.time.Duration;
import java.util.UUID;

/** Looks, as a customer would, whether the system works. */
final class Probe {

  private final Scene scene;
  private final String sku;

  Probe(Scene scene, String sku) {
    this.scene = scene;
    this.sku = sku;
  }

  /** The answer to an order that is placed now. */
  Answer place(Shop shop) {
    return shop.place("probe-" + UUID.randomUUID(), Shop.basket(sku, 1, Shop.GOOD_CARD));
  }

  /** An order is accepted and confirmed within the bound. */
  void ordersGoOn(String when, Shop shop, int seconds) {
    ordersGoOn(when, shop, seconds, Service.ORDER);
  }

  /**
   * An order is accepted and confirmed within the bound; with notification-service as the victim,
   * its mail is on its way as well. It need not have arrived: the mail server may be away.
   */
  void ordersGoOn(String when, Shop shop, int seconds, Service victim) {
    Duration bound = scene.bound(seconds);
    long start = System.nanoTime();
    String key = "probe-" + UUID.randomUUID();
    Object basket = Shop.basket(sku, 1, Shop.GOOD_CARD);
    boolean inTime =
        Waiting.until(
            bound,
            () -> {
              Answer answer = shop.place(key, basket);
              return answer.status() == 201
                  && isConfirmed(answer)
                  && (victim != Service.NOTIFICATION || isRecordedThere(answer));
            });
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    if (inTime) scene.journal.say("orders go on %s: confirmed in %d ms".formatted(when, millis));
    else scene.journal.broken("TIME", when, "no order was confirmed within " + bound);
  }

  private boolean isRecordedThere(Answer order) {
    String id = order.json().get("id").asString();
    String recorded = "select count(*) from notification where order_id = '" + id + "'";
    return scene.database.number(Service.NOTIFICATION, recorded) == 1;
  }

  private static boolean isConfirmed(Answer order) {
    return order.json().get("status").asString().equals("CONFIRMED");
  }
}
