package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the four have in common: a database with an outbox, a relay, and topics to read. How many
 * instances there are does not show: what one of them has read, leased or asked dies or goes on by
 * itself.
 */
abstract class Service {

  final World world;
  final EventSource name;
  final Reader reader;
  final Relay relay;

  /** With everything it has in memory: it is stopped, or cut off from its database. */
  private Instant awayUntil = World.BEGINNING;

  Service(World world, EventSource name, Set<Topic> reads) {
    this.world = world;
    this.name = name;
    this.reader = new Reader(this, reads);
    this.relay = new Relay(this);
  }

  void become(Service other) {
    reader.become(other.reader);
    relay.become(other.relay);
    awayUntil = other.awayUntil;
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    tables().forEach(table -> table.addTo(fingerprint));
    return relay.addTo(reader.addTo(fingerprint.add(awayUntil)));
  }

  abstract List<Table<?, ?>> tables();

  /** Decides on the events in their order; what follows is in the transaction. */
  abstract void handle(List<EventEnvelope<?>> batch, Transaction transaction);

  void life(List<Step> steps) {
    reader.life(steps);
    relay.life(steps);
  }

  void faults(List<Step> steps) {
    reader.faults(steps);
    relay.faults(steps);
  }

  Step step(String what, Object subject, Runnable action) {
    return new Step(this, what, subject, action);
  }

  void transaction(Consumer<Transaction> work) {
    Transaction transaction = new Transaction(this);
    work.accept(transaction);
    transaction.commit();
  }

  void stayAwayFor(Duration pause) {
    awayUntil = world.now.plus(pause);
  }

  Instant awayUntil() {
    return awayUntil;
  }

  boolean isAway() {
    return world.now.isBefore(awayUntil);
  }

  /** Shown in events, trusted by nobody. */
  Instant clock() {
    Duration skew = world.scene.clockSkews().get(name);
    return skew == null ? World.BEGINNING : world.now.plus(skew);
  }

  Clock frozenClock() {
    return Clock.fixed(clock(), ZoneOffset.UTC);
  }

  void tell(UUID orderId, String what, Object subject) {
    world.tell(orderId, name.id(), what, subject);
  }

  /** No event of ours is ever to be parked. */
  void park(EventEnvelope<?> event, RuntimeException refusal) {
    Broken.unless(
        false, "P1", event.orderId(), name.id(), "parks", event.data(), refusal.getMessage());
  }

  static List<UUID> orderIds(List<EventEnvelope<?>> events) {
    return events.stream().<UUID>map(EventEnvelope::orderId).toList();
  }
}
