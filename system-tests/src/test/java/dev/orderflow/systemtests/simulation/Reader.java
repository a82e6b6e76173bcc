package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Topic;
import java.util.List;
import java.util.Set;

/** A service's consumer group: what it reads, and how far it is. */
final class Reader {

  /** Where an instance dies while it handles a batch. */
  private enum Death {
    NONE,
    BEFORE_THE_COMMIT,
    BEFORE_THE_OFFSET
  }

  private final Service service;
  private final List<Partition> partitions;
  private final int[] offsets;

  Reader(Service service, Set<Topic> topics) {
    this.service = service;
    this.partitions = Partition.of(topics, service.world.scene.partitions());
    this.offsets = new int[partitions.size()];
  }

  void become(Reader other) {
    System.arraycopy(other.offsets, 0, offsets, 0, offsets.length);
  }

  Fingerprint addTo(Fingerprint fingerprint) {
    for (int offset : offsets) fingerprint.add(offset);
    return fingerprint;
  }

  void life(List<Step> steps) {
    for (int i = 0; i < offsets.length; i++) {
      int at = i;
      int lag = lag(at);
      if (lag > 0) steps.add(step("reads", at, () -> read(at, 1, Death.NONE)));
      if (lag > 1 && service.world.scene.batches()) {
        steps.add(step("reads all", at, () -> read(at, lag, Death.NONE)));
      }
    }
  }

  void faults(List<Step> steps) {
    for (int i = 0; i < offsets.length; i++) {
      int at = i;
      int lag = lag(at);
      if (offsets[at] > 0) steps.add(step("starts from offset 0", at, () -> offsets[at] = 0));
      if (lag == 0) continue;
      steps.add(step("dies before its commit", at, () -> read(at, lag, Death.BEFORE_THE_COMMIT)));
      steps.add(step("dies before its offset", at, () -> read(at, 1, Death.BEFORE_THE_OFFSET)));
      steps.add(step("loses a record", at, () -> offsets[at]++));
    }
  }

  void startFromOffsetZero() {
    for (int i = 0; i < offsets.length; i++) offsets[i] = 0;
  }

  boolean isAtTheEnd() {
    for (int i = 0; i < offsets.length; i++) if (lag(i) > 0) return false;
    return true;
  }

  private int lag(int at) {
    return service.world.topics.size(partitions.get(at)) - offsets[at];
  }

  private void read(int at, int count, Death death) {
    List<EventEnvelope<?>> batch =
        service.world.topics.read(partitions.get(at), offsets[at], count);
    batch.forEach(event -> service.tell(event.orderId(), "hears", event.data()));
    Transaction transaction = new Transaction(service);
    service.handle(batch, transaction);
    if (death == Death.BEFORE_THE_COMMIT) return;
    transaction.commit();
    if (death == Death.BEFORE_THE_OFFSET) return;
    offsets[at] += count;
  }

  private Step step(String what, int at, Runnable action) {
    return service.step(what, partitions.get(at), action);
  }
}
