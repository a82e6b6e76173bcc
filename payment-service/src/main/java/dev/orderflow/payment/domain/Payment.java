package dev.orderflow.payment.domain;

import static dev.orderflow.payment.domain.PaymentState.AUTHORIZED;
import static dev.orderflow.payment.domain.PaymentState.CAPTURED;
import static dev.orderflow.payment.domain.PaymentState.CAPTURE_FAILED;
import static dev.orderflow.payment.domain.PaymentState.DECLINED;
import static dev.orderflow.payment.domain.PaymentState.NEW;
import static dev.orderflow.payment.domain.PaymentState.REFUNDED;
import static dev.orderflow.payment.domain.PaymentState.VOIDED;
import static java.util.Objects.requireNonNull;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.payment.domain.ProviderAnswer.Charged;
import dev.orderflow.payment.domain.ProviderAnswer.Held;
import dev.orderflow.payment.domain.ProviderAnswer.NotFound;
import dev.orderflow.payment.domain.ProviderAnswer.PaidBack;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Released;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payment of one order. The order's events move its goal, the provider's answers its state; the
 * two together say what to ask the provider next, which is asked until there is an answer. Kept for
 * ever, so that any replay finds it. It remembers its latest event well enough to state it again.
 *
 * <p>Changed only by the transaction that holds the lock of its row.
 */
public final class Payment {

  /** The order sequence of every {@code OrderCreated}. */
  private static final long CREATED = 1;

  // Read and written by Payments.
  final UUID orderId;
  final Money amount;
  PaymentState state = NEW;
  PaymentGoal goal = PaymentGoal.AUTHORIZED;
  @Nullable String token;
  @Nullable String reference;
  @Nullable String failureCode;
  @Nullable String failureDetail;
  long orderSequence;
  UUID goalCause;
  long eventSequence;
  @Nullable Instant eventTime;
  UUID causationId;
  @Nullable String traceparent;
  int keyRound;
  boolean lookingUp;
  Instant waitingSince;
  int attempts;
  @Nullable Instant nextAttemptAt;
  @Nullable String lastError;

  Payment(UUID orderId, Money amount, UUID cause, Instant waitingSince) {
    this.orderId = orderId;
    this.amount = amount;
    this.goalCause = cause;
    this.causationId = cause;
    this.waitingSince = waitingSince;
  }

  // ---- What order-service says

  /**
   * The amount is to be held.
   *
   * @param lookUpFirst whether it may be held already, its row and the provider's memory of its key
   *     being lost
   */
  public static Payment of(
      OrderCreated created,
      EventEnvelope<?> cause,
      @Nullable String traceparent,
      Moment moment,
      boolean lookUpFirst) {
    Payment payment = new Payment(cause.orderId(), created.total(), cause.id(), moment.now());
    payment.token = created.paymentToken();
    payment.orderSequence = cause.sequence();
    payment.traceparent = traceparent;
    if (lookUpFirst) payment.lookUp(moment);
    return payment;
  }

  /**
   * The cancellation came first: whatever else comes of this order finds that nothing is held, or
   * that this is being seen to.
   */
  public static Payment tombstone(
      OrderCancelled cancelled,
      EventEnvelope<?> cause,
      @Nullable String traceparent,
      Moment moment,
      boolean lookUpFirst) {
    Payment payment = new Payment(cause.orderId(), cancelled.total(), cause.id(), moment.now());
    payment.goal = PaymentGoal.NOTHING_HELD;
    payment.orderSequence = cause.sequence();
    payment.traceparent = traceparent;
    if (lookUpFirst || wasConfirmed(CREATED, cause)) payment.lookUp(moment);
    else payment.become(VOIDED, moment);
    return payment;
  }

  // Only what was authorized is confirmed. Where there is no record of it, our row was lost.
  private static boolean wasConfirmed(long since, EventEnvelope<?> cancellation) {
    return cancellation.sequence() > since + 1;
  }

  /**
   * The order was created, as is known already.
   *
   * @throws Refusal if it was another one
   */
  public void repeat(OrderCreated created) {
    requireAmount(created, created.total());
    if (token != null && !token.equals(created.paymentToken())) {
      throw Refusal.contradiction("recorded with another payment token");
    }
  }

  /**
   * The amount is to be charged.
   *
   * @return false if that is known, or past
   */
  public boolean capture(
      OrderConfirmed confirmed,
      EventEnvelope<?> cause,
      @Nullable String traceparent,
      Moment moment) {
    requireAmount(confirmed, confirmed.total());
    boolean known =
        switch (goal) {
          case AUTHORIZED -> false;
          case CAPTURED -> true;
          // A confirmation that was overtaken by the cancellation after it.
          case NOTHING_HELD -> cause.sequence() < orderSequence;
        };
    if (known) return false;
    if (goal != PaymentGoal.AUTHORIZED || state != AUTHORIZED) {
      throw Refusal.forbidden(state + " cannot be captured");
    }
    aimAt(PaymentGoal.CAPTURED, cause, traceparent, moment);
    return true;
  }

  /**
   * The order was cancelled: whatever is held or charged is to be given back. Where nothing can be,
   * that is an event at once.
   *
   * @return false if that is known
   */
  public boolean release(
      OrderCancelled cancelled,
      EventEnvelope<?> cause,
      @Nullable String traceparent,
      Moment moment) {
    requireAmount(cancelled, cancelled.total());
    if (goal == PaymentGoal.NOTHING_HELD) return false;
    boolean isLost = state == NEW && wasConfirmed(orderSequence, cause);
    aimAt(PaymentGoal.NOTHING_HELD, cause, traceparent, moment);
    boolean neverAsked = state == NEW && attempts == 0 && !lookingUp;
    if (isLost) {
      // The key may be forgotten by now, and an authorization under it another one: what one that
      // is under way will be told says nothing of the first.
      keyRound++;
      lookUp(moment);
    } else if (neverAsked || state == DECLINED) become(VOIDED, moment);
    return true;
  }

  // ---- What to ask the provider

  /** The call that leads from the state towards the goal; empty when the goal is met. */
  public Optional<Operation> nextOperation() {
    return Optional.ofNullable(
        switch (state) {
          case NEW -> lookingUp ? Operation.LOOK_UP : Operation.AUTHORIZE;
          case AUTHORIZED ->
              switch (goal) {
                case AUTHORIZED -> null;
                case CAPTURED -> Operation.CAPTURE;
                case NOTHING_HELD -> Operation.VOID;
              };
          case CAPTURED -> goal == PaymentGoal.NOTHING_HELD ? Operation.REFUND : null;
          case CAPTURE_FAILED -> goal == PaymentGoal.NOTHING_HELD ? Operation.VOID : null;
          case DECLINED, VOIDED, REFUNDED -> null;
        });
  }

  /** Whether its operation was never begun: it can be at once, unless another call still runs. */
  public boolean isToBegin() {
    return attempts == 0 && nextOperation().isPresent();
  }

  /** Whether a call runs or is scheduled. */
  public boolean isDriven() {
    return nextAttemptAt != null;
  }

  /** Leaves the operation to whoever looks for due work. */
  public void beDue(Moment moment) {
    nextAttemptAt = moment.now();
  }

  /** Leases the next attempt; empty when there is nothing to do. */
  public Optional<ProviderCall> attempt(Moment moment, Patience patience) {
    nextAttemptAt = null;
    if (isKeyForgotten(moment, patience)) lookUp(moment);
    return nextOperation().map(operation -> attempt(operation, moment, patience));
  }

  private ProviderCall attempt(Operation operation, Moment moment, Patience patience) {
    if (attempts++ == 0) waitingSince = moment.now();
    Duration lease = patience.lease(attempts);
    nextAttemptAt = moment.now().plus(lease);
    return new ProviderCall(
        orderId,
        operation,
        operation.name().toLowerCase(Locale.ROOT) + "-" + orderId + "-" + keyRound,
        keyRound,
        amount,
        operation == Operation.AUTHORIZE ? token : null,
        reference,
        attempts,
        patience.timeout(attempts),
        moment.now(),
        System.nanoTime() + lease.toNanos(),
        traceparent);
  }

  // An authorization that is repeated with a forgotten key would be a second one.
  private boolean isKeyForgotten(Moment moment, Patience patience) {
    return state == NEW
        && !lookingUp
        && attempts > 0
        && moment.now().isAfter(waitingSince.plus(patience.keyLifetime()));
  }

  // ---- What the provider says

  /**
   * Takes in what a call has taught, however late.
   *
   * @return the event, if that changed the state
   */
  public Optional<EventEnvelope<PaymentEvent>> record(
      ProviderCall call, ProviderAnswer answer, Moment moment, Patience patience) {
    PaymentState next = after(call, answer);
    if (next == null && isCurrent(call)) next = afterWaiting(call, answer, moment, patience);
    if (next == null) return Optional.empty();
    learn(answer, next);
    become(next, moment);
    return answer();
  }

  private @Nullable PaymentState after(ProviderCall call, ProviderAnswer answer) {
    return switch (answer) {
      case Held _ -> state == NEW ? AUTHORIZED : null;
      case Charged _ ->
          switch (state) {
            // Its capture is asked for next, or its end: both find the charge and say so.
            case NEW -> AUTHORIZED;
            case AUTHORIZED -> goal == PaymentGoal.AUTHORIZED ? null : CAPTURED;
            case CAPTURE_FAILED -> CAPTURED;
            default -> null;
          };
      case Released _ -> afterRelease();
      case PaidBack _ -> state == CAPTURED ? REFUNDED : null;
      case Refused _ -> afterRefusal(call);
      case NotFound _, Unclear _ -> null;
    };
  }

  private @Nullable PaymentState afterRelease() {
    boolean wanted = goal == PaymentGoal.NOTHING_HELD;
    return switch (state) {
      case NEW -> wanted ? VOIDED : DECLINED;
      case AUTHORIZED -> wanted ? VOIDED : goal == PaymentGoal.CAPTURED ? CAPTURE_FAILED : null;
      case CAPTURE_FAILED -> wanted ? VOIDED : null;
      case DECLINED, CAPTURED, VOIDED, REFUNDED -> null;
    };
  }

  private @Nullable PaymentState afterRefusal(ProviderCall call) {
    boolean wanted = goal == PaymentGoal.NOTHING_HELD;
    return switch (call.operation()) {
      case AUTHORIZE, LOOK_UP ->
          state == NEW && call.keyRound() == keyRound ? (wanted ? VOIDED : DECLINED) : null;
      case CAPTURE -> state == AUTHORIZED && goal == PaymentGoal.CAPTURED ? CAPTURE_FAILED : null;
      case VOID, REFUND -> null;
    };
  }

  /** The answer decided nothing: it is waited for a better one, or for long enough. */
  private @Nullable PaymentState afterWaiting(
      ProviderCall call, ProviderAnswer answer, Moment moment, Patience patience) {
    nextAttemptAt = moment.now().plus(patience.pause(attempts));
    if (answer instanceof Unclear unclear) {
      lastError = unclear.error();
      if (unclear.keySpent()) leaveKey(call, moment, patience);
      return null;
    }
    if (!lookingUp || !(answer instanceof NotFound)) {
      lastError = "the provider says " + answer.getClass().getSimpleName();
      return null;
    }
    // Not when it is recorded: a database that was away for long makes an early search no better.
    if (call.leasedAt().isBefore(waitingSince.plus(patience.searchDelay()))) return null;
    if (goal == PaymentGoal.NOTHING_HELD) return VOIDED;
    askAnew(moment);
    return null;
  }

  // Of a known payment the provider itself allows only one capture, void or refund: another key is
  // safe.
  private void leaveKey(ProviderCall call, Moment moment, Patience patience) {
    if (state == NEW) {
      lookUp(moment);
    } else {
      boolean refundsFail = call.operation() == Operation.REFUND && keyRound > 0;
      if (refundsFail)
        nextAttemptAt = moment.now().plus(patience.pauseAfterFailedRefunds(keyRound));
      keyRound++;
    }
  }

  private void lookUp(Moment moment) {
    lookingUp = true;
    waitingSince = moment.now();
  }

  private void askAnew(Moment moment) {
    lookingUp = false;
    keyRound++;
    waitingSince = moment.now();
  }

  private void learn(ProviderAnswer answer, PaymentState next) {
    switch (answer) {
      case Held held -> reference = held.reference();
      case Charged charged -> reference = charged.reference();
      case Refused refused -> fail(next, refused.code(), refused.detail());
      case Released _ -> fail(next, "authorization_canceled", null);
      case PaidBack _, NotFound _, Unclear _ -> {}
    }
  }

  private void fail(PaymentState next, String code, @Nullable String detail) {
    if (next != DECLINED && next != CAPTURE_FAILED) return;
    failureCode = code;
    failureDetail = detail;
  }

  private boolean isCurrent(ProviderCall call) {
    return call.attempt() == attempts
        && call.keyRound() == keyRound
        && nextOperation().filter(operation -> operation == call.operation()).isPresent();
  }

  // ---- Transitions

  private void aimAt(
      PaymentGoal next, EventEnvelope<?> cause, @Nullable String trace, Moment moment) {
    Optional<Operation> running = nextOperation();
    goal = next;
    goalCause = cause.id();
    orderSequence = cause.sequence();
    traceparent = trace;
    if (!nextOperation().equals(running)) beginOperation(moment);
  }

  private void become(PaymentState next, Moment moment) {
    if (next != AUTHORIZED && next != DECLINED) causationId = goalCause;
    state = next;
    eventSequence++;
    eventTime = moment.at();
    token = null;
    lookingUp = false;
    nextAttemptAt = null;
    beginOperation(moment);
  }

  // A call of the operation before may still run: what is scheduled for it stays. Keys name their
  // operation, and none comes twice.
  private void beginOperation(Moment moment) {
    keyRound = 0;
    attempts = 0;
    lastError = null;
    waitingSince = moment.now();
  }

  private void requireAmount(OrderEvent event, Money stated) {
    if (stated.equals(amount)) return;
    throw Refusal.contradiction(
        "%s of %s, recorded with %s".formatted(event.getClass().getSimpleName(), stated, amount));
  }

  // ---- What it states

  /** The latest event, the same with the same id each time; empty before the first. */
  public Optional<EventEnvelope<PaymentEvent>> answer() {
    return event()
        .map(event ->
            EventEnvelope.of(event, eventSequence, requireNonNull(eventTime), causationId));
  }

  private Optional<PaymentEvent> event() {
    return Optional.ofNullable(
        switch (state) {
          case NEW -> null;
          case AUTHORIZED -> new PaymentSucceeded(orderId, amount, requireNonNull(reference));
          case DECLINED -> failed(PaymentStage.AUTHORIZATION);
          case CAPTURED -> new PaymentCaptured(orderId, amount, requireNonNull(reference));
          case CAPTURE_FAILED -> failed(PaymentStage.CAPTURE);
          case VOIDED -> new PaymentVoided(orderId, reference);
          case REFUNDED -> new PaymentRefunded(orderId, amount, requireNonNull(reference));
        });
  }

  private PaymentEvent failed(PaymentStage stage) {
    return new PaymentFailed(orderId, amount, stage, requireNonNull(failureCode), failureDetail);
  }

  // ---- What is known of it

  /** Whether nothing is to be asked of the provider, or a call is planned. */
  public boolean isLookedAfter() {
    return nextOperation().isEmpty() || isDriven();
  }

  /** Whether it is as it was at that other time. */
  public boolean isSameAs(Payment other) {
    return eventSequence == other.eventSequence
        && orderSequence == other.orderSequence
        && attempts == other.attempts;
  }

  /** Whom it waits for. */
  public Awaited awaited() {
    if (nextOperation().isPresent()) return Awaited.PROVIDER;
    return switch (state) {
      case AUTHORIZED -> Awaited.OUTCOME;
      case CAPTURE_FAILED -> Awaited.CANCELLATION;
      case NEW, DECLINED, CAPTURED, VOIDED, REFUNDED -> Awaited.NOBODY;
    };
  }

  public UUID orderId() {
    return orderId;
  }

  public Money amount() {
    return amount;
  }

  public PaymentState state() {
    return state;
  }

  public PaymentGoal goal() {
    return goal;
  }

  /** The provider's name for it; null unless it was authorized. */
  public @Nullable String reference() {
    return reference;
  }

  /** Why it was refused; null if it was not. */
  public @Nullable String failureCode() {
    return failureCode;
  }

  /** Calls that were begun for the next operation. */
  public int attempts() {
    return attempts;
  }

  /** What kept the last attempt from an answer, for operators. */
  public @Nullable String lastError() {
    return lastError;
  }

  /**
   * Since when the next operation is due; when there is none, since when it is in its state, or has
   * its goal.
   */
  public Instant waitingSince() {
    return waitingSince;
  }

  /** When the next operation is attempted, or again; null when there is none. */
  public @Nullable Instant nextAttemptAt() {
    return nextAttemptAt;
  }
}
