package dev.orderflow.order.domain;

import static dev.orderflow.order.domain.OrderStatus.CANCELLED;
import static dev.orderflow.order.domain.OrderStatus.CONFIRMED;
import static dev.orderflow.order.domain.OrderStatus.PENDING;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationFailed;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.wire.Refusal;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/**
 * An order's whole life: a verb for each fact that it hears and for each thing that happens to it.
 * A verb throws a {@link Refusal} before it changes anything, or changes the order and says what it
 * made of it. Once an order is cancelled, late facts are only noted: they tell how far its
 * compensation is.
 *
 * <p>Changed only by the transaction that holds the lock of its row.
 */
@Entity
@Immutable // To Hibernate, which only reads it.
@Table(name = "orders")
public class Order extends OrderState {

  /**
   * In characters. All that can be short in an order of ours is less; but a service may say as much
   * as a record holds, and the cancellation that told all of it would be more than Kafka takes.
   */
  static final int LONGEST_DETAIL = 16_000;

  /** For Hibernate and {@link OrderRows}. */
  @SuppressWarnings("NullAway.Init")
  protected Order() {}

  private Order(Placement placement, long number, Instant at, Moment moment) {
    super(placement, number, at, moment);
    redriveAt = earlier(moment.firstRedrive(), deadlineAt);
  }

  // ---- What a customer, and time, do to it

  /**
   * A new order; what it states is {@link #created}.
   *
   * @param at for show
   */
  public static Order place(Placement placement, long number, Instant at, Moment moment) {
    return new Order(placement, number, at.truncatedTo(ChronoUnit.MICROS), moment);
  }

  /**
   * Asking twice is as good as asking once.
   *
   * @throws CancellationRefused if it ended for another reason, or was confirmed too long ago
   */
  public Reaction cancelForCustomer(Moment moment) {
    if (cancellationReason == CancellationReason.CUSTOMER_REQUEST) return Reaction.REPEATED;
    if (status == CANCELLED) {
      throw new CancellationRefused(CancellationRefused.Cause.ALREADY_CANCELLED);
    }
    if (confirmedAt != null && !moment.isInCancellationWindow(confirmedAt)) {
      throw new CancellationRefused(CancellationRefused.Cause.WINDOW_CLOSED);
    }
    return cancel(CancellationReason.CUSTOMER_REQUEST, null, moment);
  }

  /** Ends it if it is still pending at its deadline. */
  public Reaction expire(Moment moment) {
    boolean overdue = status == PENDING && !moment.now().isBefore(deadlineAt);
    return overdue ? cancel(CancellationReason.EXPIRED, null, moment) : Reaction.REPEATED;
  }

  /**
   * Its wait for answers is over.
   *
   * @return whether to publish its last own event again; false if that is too fresh to be missed
   */
  public boolean redrive(Moment moment) {
    Instant missedAt = statedAt.plus(moment.terms().redriveAfter());
    boolean missed = !moment.now().isBefore(missedAt);
    if (missed) redrives++;
    Instant next = missed ? moment.redriveAfter(redrives, statedAt) : missedAt;
    redriveAt = status == PENDING ? earlier(next, deadlineAt) : next;
    return missed;
  }

  // ---- What inventory-service says

  public Reaction reserved(InventoryReserved fact, Moment moment) {
    requireDemand(fact.lines());
    return switch (stock) {
      case AWAITED -> {
        stock = StockProgress.RESERVED;
        yield confirmWhenComplete(moment);
      }
      case RESERVED, COMMITTED, RELEASED -> Reaction.REPEATED;
      case REJECTED -> throw Refusal.contradiction("reserved after it was rejected");
    };
  }

  public Reaction rejected(InventoryRejected fact, Moment moment) {
    requireShortOfDemand(fact.shortages());
    return switch (stock) {
      case AWAITED -> {
        stock = StockProgress.REJECTED;
        yield cancelIfPending(CancellationReason.OUT_OF_STOCK, shortOf(fact.shortages()), moment);
      }
      case REJECTED, RELEASED -> Reaction.REPEATED;
      case RESERVED, COMMITTED -> throw Refusal.contradiction("rejected after it was reserved");
    };
  }

  public Reaction committed(InventoryCommitted fact) {
    requireConfirmedOnce("stock committed");
    requireDemand(fact.lines());
    return switch (stock) {
      case RESERVED -> note(StockProgress.COMMITTED);
      case COMMITTED, RELEASED -> Reaction.REPEATED;
      case AWAITED, REJECTED -> throw Refusal.contradiction("committed without a reservation");
    };
  }

  public Reaction released(InventoryReleased fact) {
    requireCancelled("stock released");
    if (!fact.lines().isEmpty()) requireDemand(fact.lines());
    return switch (stock) {
      case AWAITED, RESERVED, REJECTED, COMMITTED -> note(StockProgress.RELEASED);
      case RELEASED -> Reaction.REPEATED;
    };
  }

  // ---- What payment-service says

  public Reaction authorized(PaymentSucceeded fact, Moment moment) {
    requireTotal(fact.amount());
    return switch (payment) {
      case AWAITED -> {
        payment = PaymentProgress.AUTHORIZED;
        yield confirmWhenComplete(moment);
      }
      case AUTHORIZED, CAPTURED, CAPTURE_FAILED, VOIDED, REFUNDED -> Reaction.REPEATED;
      case DECLINED -> throw Refusal.contradiction("authorized after it was declined");
    };
  }

  public Reaction paymentFailed(PaymentFailed fact, Moment moment) {
    requireTotal(fact.amount());
    return switch (fact.stage()) {
      case AUTHORIZATION -> declined(fact, moment);
      case CAPTURE -> captureFailed(fact, moment);
    };
  }

  private Reaction declined(PaymentFailed fact, Moment moment) {
    return switch (payment) {
      case AWAITED -> {
        payment = PaymentProgress.DECLINED;
        yield cancelIfPending(CancellationReason.PAYMENT_DECLINED, fact.detail(), moment);
      }
      case DECLINED, VOIDED -> Reaction.REPEATED;
      case AUTHORIZED, CAPTURED, CAPTURE_FAILED, REFUNDED ->
          throw Refusal.contradiction("declined after it was authorized");
    };
  }

  private Reaction captureFailed(PaymentFailed fact, Moment moment) {
    requireConfirmedOnce("capture refused");
    return switch (payment) {
      case AUTHORIZED -> {
        payment = PaymentProgress.CAPTURE_FAILED;
        yield status == CONFIRMED
            ? cancel(CancellationReason.PAYMENT_CAPTURE_FAILED, fact.detail(), moment)
            : noted();
      }
      case CAPTURE_FAILED, VOIDED -> Reaction.REPEATED;
      case CAPTURED, REFUNDED -> {
        // Overtaken by the charge that was found when it should have been voided.
        if (status == CANCELLED) yield Reaction.REPEATED;
        throw Refusal.contradiction("capture refused after it was captured");
      }
      case AWAITED, DECLINED ->
          throw Refusal.contradiction("capture refused without authorization");
    };
  }

  /**
   * Also of a charge that was found when it should have been voided, its capture refused before, or
   * never asked for by us: it is refunded next. The authorization may have been missed.
   */
  public Reaction captured(PaymentCaptured fact) {
    requireDecided("payment captured");
    requireTotal(fact.amount());
    return switch (payment) {
      case AWAITED, AUTHORIZED, CAPTURE_FAILED -> note(PaymentProgress.CAPTURED);
      case CAPTURED, REFUNDED -> Reaction.REPEATED;
      case VOIDED -> throw Refusal.contradiction("captured after it was voided");
      case DECLINED -> throw Refusal.contradiction("captured after it was declined");
    };
  }

  public Reaction voided(PaymentVoided fact) {
    requireCancelled("payment voided");
    return switch (payment) {
      case AWAITED, AUTHORIZED, DECLINED, CAPTURE_FAILED -> note(PaymentProgress.VOIDED);
      case VOIDED -> Reaction.REPEATED;
      case CAPTURED, REFUNDED -> throw Refusal.contradiction("voided after it was captured");
    };
  }

  /** The authorization and the capture may have been missed: a refund tells of both. */
  public Reaction refunded(PaymentRefunded fact) {
    requireCancelled("payment refunded");
    requireTotal(fact.amount());
    return switch (payment) {
      case AWAITED, AUTHORIZED, CAPTURED, CAPTURE_FAILED -> note(PaymentProgress.REFUNDED);
      case REFUNDED -> Reaction.REPEATED;
      case VOIDED -> throw Refusal.contradiction("refunded after it was voided");
      case DECLINED -> throw Refusal.contradiction("refunded after it was declined");
    };
  }

  // ---- What notification-service says

  public Reaction mailed(NotificationSent fact) {
    return mail(fact.kind(), MailProgress.SENT);
  }

  public Reaction notMailed(NotificationFailed fact) {
    return mail(fact.kind(), MailProgress.FAILED);
  }

  private Reaction mail(NotificationKind kind, MailProgress answer) {
    MailProgress known =
        switch (kind) {
          case ORDER_CONFIRMED -> {
            requireConfirmedOnce("confirmation mailed");
            yield confirmationMail;
          }
          case ORDER_CANCELLED -> {
            requireCancelled("cancellation mailed");
            yield cancellationMail;
          }
        };
    if (known == answer) return Reaction.REPEATED;
    if (known != MailProgress.AWAITED)
      throw Refusal.contradiction("mail " + answer + " after " + known);
    switch (kind) {
      case ORDER_CONFIRMED -> confirmationMail = answer;
      case ORDER_CANCELLED -> cancellationMail = answer;
    }
    return noted();
  }

  // ---- The transitions

  private Reaction confirmWhenComplete(Moment moment) {
    boolean complete = stock == StockProgress.RESERVED && payment == PaymentProgress.AUTHORIZED;
    if (status != PENDING || !complete) return noted();
    status = CONFIRMED;
    confirmedAt = moment.now();
    return states(confirmed(), moment);
  }

  private Reaction cancelIfPending(
      CancellationReason reason, @Nullable String detail, Moment moment) {
    return status == PENDING ? cancel(reason, detail, moment) : noted();
  }

  private Reaction cancel(CancellationReason reason, @Nullable String detail, Moment moment) {
    status = CANCELLED;
    cancellationReason = reason;
    cancellationDetail = detail == null ? null : beginning(detail);
    return states(cancelled(), moment);
  }

  // No half of a character at the end: it could not be stored.
  private static String beginning(String detail) {
    return detail.codePointCount(0, detail.length()) <= LONGEST_DETAIL
        ? detail
        : detail.substring(0, detail.offsetByCodePoints(0, LONGEST_DETAIL));
  }

  private Reaction states(OrderEvent outcome, Moment moment) {
    paymentToken = null;
    statedAt = moment.now();
    redrives = 0;
    // A wait that ends soon is left alone: the column is indexed, and redrive() sees what is too
    // fresh.
    redriveAt = earlier(redriveAt, moment.firstRedrive());
    return Reaction.states(outcome);
  }

  private Reaction note(StockProgress progress) {
    stock = progress;
    return noted();
  }

  private Reaction note(PaymentProgress progress) {
    payment = progress;
    return noted();
  }

  private Reaction noted() {
    if (isAnswered()) redriveAt = null;
    return Reaction.NOTED;
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one != null && one.isBefore(other) ? one : other;
  }

  // ---- The guards

  private void requireConfirmedOnce(String fact) {
    if (confirmedAt == null) throw Refusal.forbidden(fact + " but never confirmed");
  }

  private void requireDecided(String fact) {
    if (status == PENDING) throw Refusal.forbidden(fact + " but " + status);
  }

  private void requireCancelled(String fact) {
    if (status != CANCELLED) throw Refusal.forbidden(fact + " but " + status);
  }

  // ---- What it states

  /** Of a pending order: only there the payment token is still known. */
  public OrderCreated created() {
    return new OrderCreated(
        id(),
        number(),
        customer(),
        lines(),
        total(),
        requireNonNull(paymentToken),
        shippingAddress());
  }

  private OrderConfirmed confirmed() {
    return new OrderConfirmed(id(), number(), customer(), lines(), total(), shippingAddress());
  }

  private OrderCancelled cancelled() {
    return new OrderCancelled(
        id(),
        number(),
        customer(),
        lines(),
        total(),
        requireNonNull(cancellationReason),
        cancellationDetail);
  }

  private static String shortOf(List<Shortage> shortages) {
    return shortages.stream()
        .map(s -> "%s: %d ordered, %d available".formatted(s.sku(), s.requested(), s.available()))
        .collect(joining("; "));
  }
}
