package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.Shop;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Services that die, freeze, multiply, restart and have a wrong clock. */
final class ServiceFaults {

  /** Consumer session and relay lease are 10 s each, and run out at the same time. */
  private static final int TAKE_OVER_SECONDS = 15;

  private static final int BACK_SECONDS = 60;
  private static final Duration BETWEEN_RESTARTS = Duration.ofSeconds(15);
  private static final Duration CLOCK_SHIFT = Duration.ofHours(2);

  private final Scene scene;
  private final Probe probe;
  private final Path state;

  ServiceFaults(Scene scene, Probe probe, Path state) {
    this.scene = scene;
    this.probe = probe;
    this.state = state;
  }

  void kill(Strike strike) {
    ServiceProcess victim = scene.stack.service(strike.victim());
    victim.kill();
    Waiting.sleep(strike.lasting().dividedBy(4));
    victim.start();
    probe.ordersGoOn(
        "after the kill of " + victim.name(), scene.shop, BACK_SECONDS, strike.victim());
  }

  void pause(Strike strike) {
    Service service = strike.victim();
    ServiceProcess victim = scene.stack.service(service);
    ServiceProcess other = scene.add(service);
    victim.pause();
    long paused = System.nanoTime();
    Shop door = service == Service.ORDER ? scene.through(other) : scene.shop;
    probe.ordersGoOn("while " + victim.name() + " is frozen", door, TAKE_OVER_SECONDS, service);
    Waiting.sleep(strike.lasting().minusNanos(System.nanoTime() - paused));
    victim.resume();
    probe.ordersGoOn("after it was woken", scene.shop, BACK_SECONDS, strike.victim());
    end(service, other, strike.random());
  }

  void instances(Strike strike) {
    Service service = strike.victim();
    SplittableRandom random = strike.random();
    ServiceProcess second = scene.add(service);
    ServiceProcess third = scene.add(service);
    probe.ordersGoOn(
        "with three of " + service.folder(), scene.shop, BACK_SECONDS, strike.victim());
    end(service, second, random);
    end(service, third, random);
    probe.ordersGoOn("with one of " + service.folder(), scene.shop, BACK_SECONDS, strike.victim());
  }

  void restarts(Strike strike) {
    ServiceProcess victim = scene.stack.service(strike.victim());
    SplittableRandom random = strike.random();
    for (int n = 0; n < 3; n++) {
      long start = System.nanoTime();
      if (random.nextBoolean()) victim.kill();
      else victim.stop();
      victim.start();
      if (n < 2) Waiting.sleep(BETWEEN_RESTARTS.minusNanos(System.nanoTime() - start));
    }
    probe.ordersGoOn(
        "after the restarts of " + victim.name(), scene.shop, BACK_SECONDS, strike.victim());
  }

  void clock(Strike strike) {
    ServiceProcess victim = scene.stack.service(strike.victim());
    Duration shift = strike.random().nextBoolean() ? CLOCK_SHIFT : CLOCK_SHIFT.negated();
    long expired = expired();
    victim.stop();
    victim.launch(List.of(ShiftedClock.by(shift, state.resolve("clock" + shift.toHours()))));
    victim.awaitReady();
    scene.journal.say("the clock of %s is %d h off".formatted(victim.name(), shift.toHours()));
    probe.ordersGoOn("with a wrong clock", scene.shop, BACK_SECONDS, strike.victim());
    Waiting.sleep(strike.lasting());
    victim.stop();
    victim.start();
    probe.ordersGoOn("with the right clock again", scene.shop, BACK_SECONDS, strike.victim());
    if (expired() != expired) {
      scene.journal.broken("CLOCK", victim.name(), "orders have expired by a wrong clock");
    }
  }

  private void end(Service service, ServiceProcess instance, SplittableRandom random) {
    scene.remove(service, instance);
    if (random.nextBoolean()) instance.kill();
    else instance.stop();
  }

  private long expired() {
    return scene.database.number(
        Service.ORDER, "select count(*) from orders where cancellation_reason = 'EXPIRED'");
  }
}
