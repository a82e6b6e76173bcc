package dev.orderflow.messaging;

import dev.orderflow.messaging.OutboxTable.Head;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Where to start reading the outbox, so that a scan does not wade through the dead rows before its
 * head: those of the last seconds would cost more than the rest of a round.
 *
 * <p>Ids commit out of order: what was under way during a read may yet commit a row below those
 * that were read. So the mark follows to where a read came only after another one that saw the end
 * of all those transactions, and with it all their rows. One that does not end for long would keep
 * it; from then on the mark goes on without it. What comes to lie behind the mark all the same, of
 * such a transaction or of a server that knows of less than the last one did, is found by the scan
 * that starts at zero now and then, and takes the mark back.
 */
final class LowWaterMark {

  /** Twice as long as a session may rest within its transaction. */
  static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * More often would cost: while somebody's transaction stands for hours, no dead row is cleaned
   * up, and the scan wades through millions of them.
   */
  static final Duration SWEEP = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private long current;
  private long candidate;
  private long candidateRemovedBy;
  private long awaitedFrom;
  private long movedAt;
  private long readAt;
  private long sweptAt;

  /**
   * @param nanoTime goes on evenly, however the clock is set
   */
  LowWaterMark(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    movedAt = nanoTime.getAsLong();
    sweptAt = movedAt;
  }

  /** The id beyond which to read now. */
  long next() {
    readAt = nanoTime.getAsLong();
    if (readAt - sweptAt <= SWEEP.toNanos()) return current;
    sweptAt = readAt;
    return 0;
  }

  /** The first transaction whose end is waited for: those before it have had their time. */
  long awaitedFrom() {
    return awaitedFrom;
  }

  /**
   * All rows of this read are gone from the outbox.
   *
   * @param removedBy the transaction that deleted them, begun after the read
   */
  void done(Head head, long removedBy) {
    if (head.firstId() <= current || removedBy < awaitedFrom) startOver();
    boolean settled = head.oldestUnderWay() >= candidateRemovedBy;
    // By the time of the read: publishing may have waited for Kafka since, and what was under way
    // then need not be old.
    if (!settled && readAt - movedAt <= PATIENCE.toNanos()) return;
    if (!settled) awaitedFrom = candidateRemovedBy;
    // Of more rows than fit a read, it got the lowest only.
    current = Math.max(current, Math.min(candidate, head.lastId()));
    candidate = Math.max(candidate, head.lastId());
    candidateRemovedBy = removedBy;
    movedAt = nanoTime.getAsLong();
  }

  /** Whatever is known may be of another server. */
  void startOver() {
    current = 0;
    candidate = 0;
    candidateRemovedBy = 0;
    awaitedFrom = 0;
  }
}
