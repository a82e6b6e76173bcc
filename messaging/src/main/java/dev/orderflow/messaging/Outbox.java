package dev.orderflow.messaging;

import static org.springframework.transaction.support.TransactionSynchronizationManager.isActualTransactionActive;

import dev.orderflow.events.Event;
import dev.orderflow.events.wire.EventCodec;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventRecord;
import dev.orderflow.jdbc.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Publishes events together with the state change that they tell (transactional outbox): both
 * commit, or neither. What was appended is written with the rows that it tells of ({@link #write}),
 * or just before the commit, and published right after it, at least once.
 *
 * <p>Events of one order are published in the order they were appended, provided that the appender
 * holds the lock of the order's row, or has just inserted it: without the lock two transactions
 * could draw their places in the wrong order.
 */
public final class Outbox {

  private final OutboxTable table;
  private final Tracing tracing;
  private final Runnable wakeRelay;

  Outbox(OutboxTable table, Tracing tracing, Runnable wakeRelay) {
    this.table = table;
    this.tracing = tracing;
    this.wakeRelay = wakeRelay;
  }

  /**
   * Appends an event, to travel in the trace of the current span.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void append(EventEnvelope<? extends Event> envelope) {
    append(envelope, tracing.currentTraceparent());
  }

  /** Appends an event again that was recorded with its own trace. */
  public void append(EventEnvelope<? extends Event> envelope, @Nullable String traceparent) {
    append(row(EventCodec.encode(envelope, traceparent)));
  }

  public void append(List<? extends EventEnvelope<? extends Event>> envelopes) {
    envelopes.forEach(this::append);
  }

  void append(OutboxTable.NewRow row) {
    pending().rows.add(row);
  }

  /**
   * Writes these rows, and then what was appended so far, with one round trip. Rows that another
   * instance has written as well fail before the events draw their places.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void write(Change... changes) {
    pending().write(List.of(changes));
  }

  private Pending pending() {
    if (!isActualTransactionActive())
      throw new IllegalStateException("an outbox needs the transaction of the state change");
    if (TransactionSynchronizationManager.getResource(this) instanceof Pending pending)
      return pending;
    Pending pending = new Pending();
    TransactionSynchronizationManager.bindResource(this, pending);
    TransactionSynchronizationManager.registerSynchronization(pending);
    return pending;
  }

  private static OutboxTable.NewRow row(EventRecord record) {
    List<RawHeader> headers = new ArrayList<>();
    record.headers().forEach((name, value) -> headers.add(RawHeader.of(name, value)));
    return OutboxTable.NewRow.of(record.topic().id(), record.key(), headers, record.value());
  }

  /** What the current transaction has appended so far. */
  private final class Pending implements TransactionSynchronization {

    final List<OutboxTable.NewRow> rows = new ArrayList<>();
    private boolean hasEvents;

    void write(List<Change> changes) {
      hasEvents |= !rows.isEmpty();
      table.write(changes, rows);
      rows.clear();
    }

    @Override
    public void beforeCommit(boolean readOnly) {
      write(List.of());
    }

    @Override
    public void afterCommit() {
      if (hasEvents) wakeRelay.run();
    }

    @Override
    public void afterCompletion(int status) {
      TransactionSynchronizationManager.unbindResourceIfPossible(Outbox.this);
    }
  }
}
