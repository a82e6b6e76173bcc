package dev.orderflow.payment;

import static java.util.Comparator.comparing;

import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.EventBatch;
import dev.orderflow.messaging.KeyOrder;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.messaging.Workers;
import dev.orderflow.payment.domain.Answer;
import dev.orderflow.payment.domain.Cashier;
import dev.orderflow.payment.domain.Moment;
import dev.orderflow.payment.domain.Patience;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.Payments;
import dev.orderflow.payment.domain.ProviderCall;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Sets the goals of payments in the transaction of a batch of order events: one locking read,
 * decisions in memory, a statement for new rows and one for known ones. The provider is asked after
 * the commit, by {@link DrivingPayments}.
 */
@Service
public class SecuringPayments {

  /** What the cashier makes of an event. */
  @FunctionalInterface
  public interface Verb {
    Answer apply(Cashier cashier, EventEnvelope<?> stated, @Nullable String traceparent);
  }

  private final Payments payments;
  private final Outbox outbox;
  private final Workers<ProviderCall, DrivingPayments.Result> providerCalls;
  private final PaymentMetrics metrics;
  private final Tracing tracing;
  private final Patience patience;
  private final PaymentSettings settings;
  private final Clock clock;

  SecuringPayments(
      Payments payments,
      Outbox outbox,
      Workers<ProviderCall, DrivingPayments.Result> providerCalls,
      PaymentMetrics metrics,
      Tracing tracing,
      Patience patience,
      PaymentSettings settings,
      Clock clock) {
    this.payments = payments;
    this.outbox = outbox;
    this.providerCalls = providerCalls;
    this.metrics = metrics;
    this.tracing = tracing;
    this.patience = patience;
    this.settings = settings;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public void answer(EventBatch batch, Verb verb) {
    Locked<Payment> locked = payments.lock(batch.orderIds());
    Moment moment = new Moment(locked.at(), clock.instant());
    Cashier cashier = new Cashier(locked.rows(), moment, settings.lookUpFirst());
    Set<UUID> stated = new HashSet<>();
    List<EventEnvelope<PaymentEvent>> news = new ArrayList<>();
    batch.forEach(received -> {
      Answer answer = verb.apply(cashier, received.envelope(), tracing.currentTraceparent());
      if (answer.repeated()) received.ignore();
      else answer.event().ifPresent(news::add);
      answer.event().ifPresent(event -> state(event, stated));
    });
    begin(cashier);
    AfterCommit.run(() -> metrics.count(news));
  }

  // A replay tells all of an order again: its latest event is one answer to all of that.
  private void state(EventEnvelope<PaymentEvent> event, Set<UUID> stated) {
    if (stated.add(event.id())) outbox.append(event);
  }

  private void begin(Cashier cashier) {
    List<ProviderCall> calls = cashier.begin(providerCalls.room(), patience);
    outbox.write(payments.insert(inKeyOrder(cashier.opened())), payments.update(cashier.changed()));
    if (!calls.isEmpty()) AfterCommit.run(() -> providerCalls.submit(calls));
  }

  private static List<Payment> inKeyOrder(Collection<Payment> opened) {
    return opened.stream().sorted(comparing(Payment::orderId, KeyOrder.OF_UUIDS)).toList();
  }
}
