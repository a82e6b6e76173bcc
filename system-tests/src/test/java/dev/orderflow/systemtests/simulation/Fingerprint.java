package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import java.util.Collection;
import java.util.Objects;

/** 64 bits that tell two states of the world apart. */
final class Fingerprint {

  private long bits = 0x9e3779b97f4a7c15L;

  Fingerprint add(Object value) {
    return add((long) Objects.hashCode(value));
  }

  Fingerprint add(long value) {
    long mixed = (bits ^ value) * 0xbf58476d1ce4e5b9L;
    bits = (mixed ^ (mixed >>> 31)) * 0x94d049bb133111ebL;
    return this;
  }

  /** Each by itself: the hash of a list is too narrow for millions of states. */
  Fingerprint all(Collection<?> values) {
    values.forEach(this::add);
    return add(values.size());
  }

  /** The id stands for source, order and sequence. */
  Fingerprint events(Collection<EventEnvelope<?>> events) {
    events.forEach(event -> add(bitsOf(event)));
    return add(events.size());
  }

  Fingerprint unordered(Collection<EventEnvelope<?>> events) {
    return add(events.stream().mapToLong(Fingerprint::bitsOf).sum());
  }

  private static long bitsOf(EventEnvelope<?> event) {
    return new Fingerprint().add(event.id()).add(event.data().getClass()).add(event.time()).bits();
  }

  long bits() {
    return bits;
  }
}
