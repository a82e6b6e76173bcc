package dev.orderflow.order.domain;

import static dev.orderflow.order.domain.MailProgress.AWAITED;

import dev.orderflow.events.Event;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far an order has come, and what it has heard and stated on the way. */
@MappedSuperclass
public abstract class OrderState extends PlacedOrder {

  @Enumerated(EnumType.STRING)
  OrderStatus status = OrderStatus.PENDING;

  @Enumerated(EnumType.STRING)
  StockProgress stock = StockProgress.AWAITED;

  @Enumerated(EnumType.STRING)
  PaymentProgress payment = PaymentProgress.AWAITED;

  @Enumerated(EnumType.STRING)
  MailProgress confirmationMail = AWAITED;

  @Enumerated(EnumType.STRING)
  MailProgress cancellationMail = AWAITED;

  @Enumerated(EnumType.STRING)
  @Nullable CancellationReason cancellationReason;

  @Nullable String cancellationDetail;
  @Nullable String paymentToken;
  @Nullable Instant confirmedAt;
  Instant statedAt;

  Instant deadlineAt;

  @Nullable Instant redriveAt;
  int redrives;

  long sequence;
  long inventorySequence;
  long paymentSequence;
  long notificationSequence;

  int version;
  Instant updatedAt;

  /** For Hibernate and {@link OrderRows}. */
  @SuppressWarnings("NullAway.Init")
  OrderState() {}

  OrderState(Placement placement, long number, Instant at, Moment moment) {
    super(placement, number, at);
    paymentToken = placement.paymentToken();
    statedAt = moment.now();
    deadlineAt = moment.deadline();
    updatedAt = at;
  }

  /** Takes a statement of its own into the history. */
  public Entry state(OrderEvent statement, Instant at, @Nullable UUID causationId) {
    return enter(EventEnvelope.of(statement, ++sequence, at, causationId), at);
  }

  /** Takes a fact into the history that was news to its verb. */
  public Entry hear(EventEnvelope<? extends Event> fact, Instant at) {
    switch (fact.source()) {
      case INVENTORY_SERVICE -> inventorySequence = Math.max(inventorySequence, fact.sequence());
      case PAYMENT_SERVICE -> paymentSequence = Math.max(paymentSequence, fact.sequence());
      case NOTIFICATION_SERVICE ->
          notificationSequence = Math.max(notificationSequence, fact.sequence());
      case ORDER_SERVICE -> throw new IllegalArgumentException("an order does not hear itself");
    }
    return enter(fact, at);
  }

  private Entry enter(EventEnvelope<? extends Event> event, Instant at) {
    updatedAt = at.truncatedTo(ChronoUnit.MICROS);
    return new Entry(++version, event);
  }

  /** Whether this fact may be in the history already; if not, the history need not be read. */
  public boolean mayHaveHeard(EventEnvelope<? extends Event> fact) {
    return fact.sequence() <= lastHeardOf(fact.source()) || !fact.hasDerivedId();
  }

  private long lastHeardOf(EventSource source) {
    return switch (source) {
      case INVENTORY_SERVICE -> inventorySequence;
      case PAYMENT_SERVICE -> paymentSequence;
      case NOTIFICATION_SERVICE -> notificationSequence;
      case ORDER_SERVICE -> sequence;
    };
  }

  /**
   * Whether its outcome is complete: confirmed, committed and captured; or cancelled, and both have
   * said that they hold nothing any more. A rejection or a decline alone does not say that they
   * know of the cancellation.
   */
  public boolean isSettled() {
    return switch (status) {
      case PENDING -> false;
      case CONFIRMED -> stock == StockProgress.COMMITTED && payment == PaymentProgress.CAPTURED;
      case CANCELLED -> stock == StockProgress.RELEASED && payment.isGivenBack();
    };
  }

  /** Whether it waits for nobody any more: settled, and every mail about it answered for. */
  public boolean isAnswered() {
    return isSettled() && mails().isEmpty();
  }

  /**
   * What of its own statements a re-drive repeats: the last one, and with a cancellation also the
   * confirmation before it, as long as nobody has answered for the mail about that.
   *
   * @param statements all that it has stated, in order
   */
  public <S> List<S> unanswered(List<S> statements) {
    boolean both =
        status == OrderStatus.CANCELLED && confirmedAt != null && confirmationMail == AWAITED;
    // Some may have been erased by hand.
    int first = Math.max(0, statements.size() - (both ? 2 : 1));
    return statements.subList(first, statements.size());
  }

  /** The answers that it waits for; none once it {@link #isAnswered}. */
  public List<Awaited> awaited() {
    return Awaited.by(status, stock, payment, mails());
  }

  private List<Awaited> mails() {
    return Awaited.mails(status, confirmedAt != null, confirmationMail, cancellationMail);
  }

  public OrderStatus status() {
    return status;
  }

  public StockProgress stock() {
    return stock;
  }

  public PaymentProgress payment() {
    return payment;
  }

  public MailProgress confirmationMail() {
    return confirmationMail;
  }

  public MailProgress cancellationMail() {
    return cancellationMail;
  }

  /** Null unless it is cancelled. */
  public @Nullable CancellationReason cancellationReason() {
    return cancellationReason;
  }

  public @Nullable String cancellationDetail() {
    return cancellationDetail;
  }

  /** By the database's clock; stays when a confirmed order is cancelled. */
  public @Nullable Instant confirmedAt() {
    return confirmedAt;
  }

  /** When it last stated something itself, by the database's clock. */
  public Instant statedAt() {
    return statedAt;
  }

  /** By the database's clock. */
  public Instant deadlineAt() {
    return deadlineAt;
  }

  /** When its wait for answers ends, by the database's clock; null once it is answered. */
  public @Nullable Instant redriveAt() {
    return redriveAt;
  }

  /** How often its last own event was published again. */
  public int redrives() {
    return redrives;
  }

  /** The number of entries in its history: grows with everything that others can see. */
  public int version() {
    return version;
  }

  public Instant updatedAt() {
    return updatedAt;
  }
}
