package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Topic;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What was published, for ever. An order's records share a partition and keep their order. */
final class Topics {

  private final int each;
  private final Map<Partition, List<EventEnvelope<?>>> records = new LinkedHashMap<>();
  private final Set<UUID> seen = new HashSet<>();
  private final Map<String, Long> lastSequence = new HashMap<>();

  Topics(int partitions) {
    each = partitions;
    Partition.of(EnumSet.allOf(Topic.class), partitions)
        .forEach(partition -> records.put(partition, new ArrayList<>()));
  }

  void become(Topics other) {
    other.records.forEach((partition, its) -> records.put(partition, new ArrayList<>(its)));
    seen.addAll(other.seen);
    lastSequence.putAll(other.lastSequence);
  }

  /** Checks E2 on the way: first occurrences come in sequence. */
  void append(EventEnvelope<?> event) {
    records.get(partitionOf(event)).add(event);
    if (!seen.add(event.id())) return;
    String stream = event.source() + " on " + event.orderId();
    long before = lastSequence.getOrDefault(stream, 0L);
    Broken.unless(
        event.sequence() == before + 1,
        "E2",
        event.orderId(),
        event.data(),
        event.sequence(),
        "was published after",
        before);
    lastSequence.put(stream, event.sequence());
  }

  void repeat(Partition partition, int offset) {
    append(read(partition, offset, 1).getFirst());
  }

  boolean hasSeen(UUID eventId) {
    return seen.contains(eventId);
  }

  int size(Partition partition) {
    return records.get(partition).size();
  }

  List<EventEnvelope<?>> read(Partition partition, int from, int count) {
    return List.copyOf(records.get(partition).subList(from, from + count));
  }

  List<Partition> writtenBy(EventSource writer) {
    return records.keySet().stream().filter(it -> it.topic().writer() == writer).toList();
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    records.values().forEach(fingerprint::events);
    return fingerprint;
  }

  private Partition partitionOf(EventEnvelope<?> event) {
    return new Partition(
        Topic.of(event.data()), Math.floorMod(event.orderId().getLeastSignificantBits(), each));
  }
}
