package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventEnvelope;
import java.util.ArrayList;
import java.util.List;

/** What one transaction is about to change: all of it, or nothing where it is never committed. */
final class Transaction {

  private final Service service;
  private final List<Runnable> changes = new ArrayList<>();
  private final List<EventEnvelope<?>> stated = new ArrayList<>();

  Transaction(Service service) {
    this.service = service;
  }

  <K, T> void store(Table<K, T> table, K key, T row) {
    changes.add(() -> table.store(key, row));
  }

  void state(EventEnvelope<? extends Event> event) {
    if (service.world.has(Bug.EVENTS_ARE_PUBLISHED_BEFORE_THE_COMMIT)) service.relay.send(event);
    else stated.add(event);
  }

  void afterCommit(Runnable change) {
    changes.add(change);
  }

  void commit() {
    changes.forEach(Runnable::run);
    stated.forEach(service.relay::commit);
  }
}
