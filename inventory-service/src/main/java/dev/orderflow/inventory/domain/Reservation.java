package dev.orderflow.inventory.domain;

import static dev.orderflow.inventory.domain.ReservationState.COMMITTED;
import static dev.orderflow.inventory.domain.ReservationState.REJECTED;
import static dev.orderflow.inventory.domain.ReservationState.RELEASED;
import static dev.orderflow.inventory.domain.ReservationState.RESERVED;

import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryEvent;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/**
 * What has become of one order's demand on the stock. Kept for ever, so that any replay finds it.
 * It remembers its latest event well enough to state it again.
 */
@Entity
@Immutable // To Hibernate, which only reads it.
public class Reservation {

  // Read and written by ReservationRows.
  @Id UUID orderId;

  @Enumerated(EnumType.STRING)
  ReservationState state;

  @JdbcTypeCode(SqlTypes.JSON)
  List<StockLine> lines;

  @JdbcTypeCode(SqlTypes.JSON)
  List<Shortage> shortages;

  boolean held;

  long orderSequence;
  long eventSequence;
  Instant eventTime;
  UUID causationId;

  @SuppressWarnings("NullAway.Init")
  protected Reservation() {}

  private Reservation(
      ReservationState state,
      List<StockLine> lines,
      List<Shortage> shortages,
      EventEnvelope<?> cause,
      Instant now) {
    this.orderId = cause.orderId();
    this.state = state;
    this.lines = lines;
    this.shortages = shortages;
    this.held = state == RESERVED;
    this.eventSequence = 1;
    this.orderSequence = cause.sequence();
    this.causationId = cause.id();
    this.eventTime = now.truncatedTo(ChronoUnit.MICROS);
  }

  static Reservation reserved(List<StockLine> lines, EventEnvelope<?> cause, Instant now) {
    return new Reservation(RESERVED, lines, List.of(), cause, now);
  }

  static Reservation rejected(
      List<StockLine> lines, List<Shortage> shortages, EventEnvelope<?> cause, Instant now) {
    return new Reservation(REJECTED, lines, shortages, cause, now);
  }

  /** The cancellation came first: whatever else comes of this order finds it released. */
  static Reservation tombstone(List<StockLine> lines, EventEnvelope<?> cause, Instant now) {
    return new Reservation(RELEASED, lines, List.of(), cause, now);
  }

  void commit(EventEnvelope<?> cause, Instant now) {
    if (state != RESERVED) {
      throw Refusal.forbidden(state + " cannot be committed");
    }
    become(COMMITTED, cause, now);
  }

  void release(EventEnvelope<?> cause, Instant now) {
    become(RELEASED, cause, now);
  }

  /** The latest event, the same with the same id each time. */
  public EventEnvelope<InventoryEvent> answer() {
    return EventEnvelope.of(event(), eventSequence, eventTime, causationId);
  }

  /** Whether order-service stated this before what it stated last. */
  boolean isPast(EventEnvelope<?> cause) {
    return cause.sequence() < orderSequence;
  }

  /** Whether pieces are held until order-service says what becomes of the order. */
  public boolean awaitsOutcome() {
    return switch (state) {
      case RESERVED -> true;
      case REJECTED, COMMITTED, RELEASED -> false;
    };
  }

  public UUID orderId() {
    return orderId;
  }

  public ReservationState state() {
    return state;
  }

  /** What the order demands, whether or not it is held; one per SKU, sorted by SKU. */
  public List<StockLine> lines() {
    return lines;
  }

  /** Why it was rejected; empty if it was not. */
  public List<Shortage> shortages() {
    return shortages;
  }

  private void become(ReservationState next, EventEnvelope<?> cause, Instant now) {
    state = next;
    eventSequence++;
    orderSequence = cause.sequence();
    causationId = cause.id();
    eventTime = now.truncatedTo(ChronoUnit.MICROS);
  }

  private InventoryEvent event() {
    return switch (state) {
      case RESERVED -> new InventoryReserved(orderId, lines);
      case REJECTED -> new InventoryRejected(orderId, shortages);
      case COMMITTED -> new InventoryCommitted(orderId, lines);
      case RELEASED -> new InventoryReleased(orderId, held ? lines : List.of());
    };
  }
}
