package dev.orderflow.systemtests.campaign;

import java.util.Map;
import java.util.SplittableRandom;

/** A payment provider and a mail server that misbehave. */
final class OutsideFaults {

  /** The longest that anybody waits for a provider. */
  private static final int SLOW_MILLIS = 30_000;

  /** Customers with such addresses do not exist, now and then. */
  static final String REFUSED_ADDRESSES = ".*-7@example\\.com";

  private final Scene scene;

  OutsideFaults(Scene scene) {
    this.scene = scene;
  }

  void providerSlow(Strike strike) {
    provider(strike, Map.of("delayMillis", SLOW_MILLIS, "probability", 0.3));
  }

  void providerDown(Strike strike) {
    scene.stack.stopProvider();
    Waiting.sleep(strike.lasting());
    scene.stack.startProvider();
  }

  void providerHangsUp(Strike strike) {
    provider(strike, Map.of("then", "REFUSE"));
  }

  void providerFails(Strike strike) {
    provider(strike, Map.of("then", "ERROR"));
  }

  void providerDrops(Strike strike) {
    provider(strike, Map.of("then", "EXECUTE_THEN_DROP", "probability", 0.7));
  }

  void providerSavesErrors(Strike strike) {
    SplittableRandom random = strike.random();
    String then = random.nextBoolean() ? "ERROR_SAVED" : "EXECUTE_THEN_ERROR";
    provider(strike, Map.of("then", then, "probability", 0.5));
  }

  void providerLimits(Strike strike) {
    provider(strike, Map.of("then", "RATE_LIMIT"));
  }

  void mailDown(Strike strike) {
    mail(strike, Map.of("refuseConnections", true));
  }

  void mailGreylists(Strike strike) {
    mail(strike, Map.of("greylist", true));
  }

  void mailRefuses(Strike strike) {
    mail(strike, Map.of("reject", Map.of("recipients", REFUSED_ADDRESSES)));
  }

  void mailLost(Strike strike) {
    mail(strike, Map.of("drop", Map.of("times", 5, "stored", false)));
  }

  void mailKept(Strike strike) {
    mail(strike, Map.of("drop", Map.of("times", 5, "stored", true)));
  }

  private void provider(Strike strike, Map<String, Object> fault) {
    scene.shop.misbehaveAtTheProvider(fault);
    Waiting.sleep(strike.lasting());
    scene.shop.healTheProvider();
  }

  private void mail(Strike strike, Map<String, Object> faults) {
    scene.shop.misbehaveAtTheInbox(faults);
    Waiting.sleep(strike.lasting());
    scene.shop.misbehaveAtTheInbox(Map.of());
  }
}
