package dev.orderflow.systemtests.campaign;

import dev.orderflow.localstack.Service;
import dev.orderflow.localstack.process.ServiceProcess;
import dev.orderflow.systemtests.Facts;
import dev.orderflow.systemtests.Witness;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A service that has forgotten how far it has read. */
final class OffsetFaults {

  private static final int BACK_SECONDS = 60;

  /** Kafka takes a member that was killed for one until its session is over. */
  private static final Duration LONGEST_MEMBERSHIP = Duration.ofSeconds(40);

  private final Scene scene;
  private final Probe probe;

  OffsetFaults(Scene scene, Probe probe) {
    this.scene = scene;
    this.probe = probe;
  }

  void toEarliest(Strike strike) {
    change(strike, scene.groups::toEarliest);
  }

  void toLatest(Strike strike) {
    change(strike, this::toLatest);
  }

  void delete(Strike strike) {
    change(strike, group -> scene.groups.delete(List.of(group)));
  }

  private void toLatest(String group) {
    for (Facts.Position position : scene.groups.toLatest(group)) {
      scene.skipped.add(new Witness.Skipped(group, position));
    }
  }

  private void change(Strike strike, Consumer<String> change) {
    Service service = strike.victim();
    List<ServiceProcess> all = List.copyOf(scene.of(service));
    all.forEach(ServiceProcess::stop);
    Waiting.sleep(strike.lasting());
    boolean done =
        Waiting.until(
            LONGEST_MEMBERSHIP,
            () -> {
              change.accept(service.folder());
              return true;
            });
    if (!done) scene.journal.say("Kafka has refused to change the offsets");
    all.forEach(ServiceProcess::start);
    probe.ordersGoOn("after " + strike.kind().option(), scene.shop, BACK_SECONDS, service);
  }
}
