package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A service's outbox and whoever publishes it. */
final class Relay {

  private final Service service;
  private final List<EventEnvelope<?>> outbox = new ArrayList<>();

  /** What a relay had read when it was stopped; its lease is over, which it does not know. */
  private final List<EventEnvelope<?>> asleep = new ArrayList<>();

  /** All that was ever committed. */
  private final Map<UUID, EventEnvelope<?>> committed = new HashMap<>();

  Relay(Service service) {
    this.service = service;
  }

  void become(Relay other) {
    outbox.addAll(other.outbox);
    asleep.addAll(other.asleep);
    committed.putAll(other.committed);
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    return fingerprint.events(outbox).events(asleep);
  }

  /** Part of a commit. */
  void commit(EventEnvelope<?> event) {
    committed.put(event.id(), event);
    outbox.add(event);
    if (service.world.scene.promptRelays()) publish();
  }

  void life(List<Step> steps) {
    if (!outbox.isEmpty()) steps.add(service.step("relays", null, this::publish));
    if (!asleep.isEmpty())
      steps.add(service.step("relays what it read long ago", null, this::wake));
  }

  void faults(List<Step> steps) {
    if (!outbox.isEmpty()) {
      steps.add(service.step("relays and dies before it deletes", null, this::publishAndDie));
    }
    if (!outbox.isEmpty() && asleep.isEmpty()) {
      steps.add(service.step("stops while it relays", null, () -> asleep.addAll(outbox)));
    }
    service.world.topics.writtenBy(service.name).forEach(partition -> repeats(partition, steps));
  }

  void checkThatAllIsPublished() {
    Broken.unless(outbox.isEmpty(), "O3", null, service.name.id(), "has not published", outbox);
    committed.forEach((id, event) ->
        Broken.unless(
            service.world.topics.hasSeen(id),
            "E1",
            event.orderId(),
            "was never published:",
            event.data()));
  }

  // Whoever repeats it: an older relay, a producer, a mirror.
  private void repeats(Partition partition, List<Step> steps) {
    Topics topics = service.world.topics;
    int last = topics.size(partition) - 1;
    if (last >= 0) {
      steps.add(service.step("repeats the first", partition, () -> topics.repeat(partition, 0)));
    }
    if (last >= 1) {
      steps.add(service.step("repeats the last", partition, () -> topics.repeat(partition, last)));
    }
  }

  private void publish() {
    List<EventEnvelope<?>> rows = List.copyOf(outbox);
    outbox.clear();
    if (service.world.has(Bug.THE_RELAY_INVERTS_ROWS)) rows = rows.reversed();
    rows.forEach(this::send);
  }

  private void publishAndDie() {
    if (service.world.has(Bug.THE_RELAY_DELETES_BEFORE_IT_SENDS)) outbox.removeFirst();
    else send(outbox.getFirst());
  }

  private void wake() {
    send(asleep.removeFirst());
  }

  /** Also what no transaction has committed, if somebody makes that mistake. */
  void send(EventEnvelope<?> event) {
    Broken.unless(
        committed.containsKey(event.id()),
        "E1",
        event.orderId(),
        "published, but never committed:",
        event.data());
    service.tell(event.orderId(), "states", event.data());
    service.world.topics.append(event);
  }
}
