package dev.orderflow.payment.domain;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderCreated;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The payments that some order events touch, in memory: here their goals are set, one event after
 * the other. Whoever fills it holds the locks, stores the outcome and asks the provider. Every verb
 * throws {@link Refusal} before it changes anything, or changes everything.
 */
public final class Cashier {

  private final Map<UUID, Payment> payments;
  private final Set<Payment> opened = new LinkedHashSet<>();
  private final Set<Payment> changed = new LinkedHashSet<>();
  private final Moment moment;
  private final boolean lookUpFirst;

  /**
   * @param payments those that exist of the orders that will be asked for
   * @param lookUpFirst whether the provider may know payments of which there is no record
   */
  public Cashier(Collection<Payment> payments, Moment moment, boolean lookUpFirst) {
    this.payments = payments.stream().collect(toMap(Payment::orderId, identity()));
    this.moment = moment;
    this.lookUpFirst = lookUpFirst;
  }

  /**
   * @param traceparent of the event; the calls that follow from it continue the trace
   */
  public Answer authorize(
      OrderCreated created, EventEnvelope<?> cause, @Nullable String traceparent) {
    Payment payment = payments.get(cause.orderId());
    if (payment == null)
      return opened(Payment.of(created, cause, traceparent, moment, lookUpFirst));
    payment.repeat(created);
    return new Answer(payment.answer(), true);
  }

  public Answer capture(
      OrderConfirmed confirmed, EventEnvelope<?> cause, @Nullable String traceparent) {
    Payment payment = payments.get(cause.orderId());
    if (payment == null) throw Refusal.unknownOrder("confirmed but never created");
    return answer(payment, () -> payment.capture(confirmed, cause, traceparent, moment));
  }

  public Answer release(
      OrderCancelled cancelled, EventEnvelope<?> cause, @Nullable String traceparent) {
    Payment payment = payments.get(cause.orderId());
    if (payment == null)
      return opened(Payment.tombstone(cancelled, cause, traceparent, moment, lookUpFirst));
    return answer(payment, () -> payment.release(cancelled, cause, traceparent, moment));
  }

  /** The payments that did not exist before. */
  public Collection<Payment> opened() {
    return opened;
  }

  /** Those that did, and have another goal now. */
  public Collection<Payment> changed() {
    return changed;
  }

  /**
   * Leases the calls that follow. Where another call still runs they wait for its end.
   *
   * @param room the most to lease; what is beyond is due at once for whoever looks for work
   */
  public List<ProviderCall> begin(int room, Patience patience) {
    List<ProviderCall> calls = new ArrayList<>();
    Stream.concat(opened.stream(), changed.stream())
        .filter(payment -> payment.isToBegin() && !payment.isDriven())
        .forEach(payment -> {
          if (calls.size() < room) payment.attempt(moment, patience).ifPresent(calls::add);
          else payment.beDue(moment);
        });
    return calls;
  }

  private Answer opened(Payment payment) {
    payments.put(payment.orderId(), payment);
    opened.add(payment);
    return new Answer(payment.answer(), false);
  }

  private Answer answer(Payment payment, BooleanSupplier verb) {
    long stated = payment.eventSequence;
    if (!verb.getAsBoolean()) return new Answer(payment.answer(), true);
    if (!opened.contains(payment)) changed.add(payment);
    boolean statesMore = payment.eventSequence > stated;
    return new Answer(statesMore ? payment.answer() : Optional.empty(), false);
  }
}
