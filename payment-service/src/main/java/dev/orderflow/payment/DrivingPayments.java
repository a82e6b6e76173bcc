package dev.orderflow.payment;

import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.orderflow.events.PaymentEvent;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.messaging.AfterCommit;
import dev.orderflow.messaging.Outbox;
import dev.orderflow.messaging.Tracing;
import dev.orderflow.messaging.Work;
import dev.orderflow.payment.domain.Moment;
import dev.orderflow.payment.domain.Patience;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.Payments;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.gateway.PaymentGateway;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Asks the provider for whatever leads from a payment's state to its goal, until there is an
 * answer. The same question has the same idempotency key, so that asking twice, after a crash or
 * beside another instance, moves no money twice.
 */
@Service
public class DrivingPayments implements Work<ProviderCall, DrivingPayments.Result> {

  /**
   * What came of a call.
   *
   * @param traceparent of the call, for the event that follows
   */
  public record Result(ProviderCall call, ProviderAnswer answer, @Nullable String traceparent) {}

  private static final Logger log = LoggerFactory.getLogger(DrivingPayments.class);

  /** Earlier unknown outcomes are daily life, later ones would flood the log; all are counted. */
  private static final int ALARMING_ATTEMPT = 4;

  private final Payments payments;
  private final PaymentGateway gateway;
  private final Outbox outbox;
  private final PaymentMetrics metrics;
  private final Tracing tracing;
  private final Patience patience;
  private final Clock clock;

  DrivingPayments(
      Payments payments,
      PaymentGateway gateway,
      Outbox outbox,
      PaymentMetrics metrics,
      Tracing tracing,
      Patience patience,
      Clock clock) {
    this.payments = payments;
    this.gateway = gateway;
    this.outbox = outbox;
    this.metrics = metrics;
    this.tracing = tracing;
    this.patience = patience;
    this.clock = clock;
  }

  @Override
  public List<ProviderCall> claimDue(int limit) {
    Locked<Payment> due = payments.lockDue(limit);
    List<ProviderCall> calls = begin(due.rows().stream(), moment(due));
    outbox.write(payments.update(due.rows()));
    return calls;
  }

  @Override
  public Result perform(ProviderCall call) {
    if (call.isTooLate()) return result(call, new Unclear("waited too long for its turn"));
    return tracing.inSpan(
        "payment " + call.operation(),
        call.traceparent(),
        Map.of("orderId", call.orderId().toString()),
        () -> result(call, ask(call)));
  }

  @Override
  public boolean wasInVain(Result result) {
    return result.answer() instanceof Unclear;
  }

  @Override
  public List<ProviderCall> record(List<Result> results) {
    Locked<Payment> locked = lock(results);
    Map<UUID, Payment> asked = locked.rows().stream().collect(toMap(Payment::orderId, identity()));
    Moment moment = moment(locked);
    List<EventEnvelope<PaymentEvent>> news = new ArrayList<>();
    for (Result result : results) record(asked, result, moment).ifPresent(news::add);
    List<ProviderCall> next = begin(toBegin(asked.values()), moment);
    outbox.write(payments.update(asked.values()));
    AfterCommit.run(() -> metrics.count(news));
    return next;
  }

  private Result result(ProviderCall call, ProviderAnswer answer) {
    return new Result(call, answer, tracing.currentTraceparent());
  }

  private ProviderAnswer ask(ProviderCall call) {
    ProviderAnswer answer = metrics.timed(call.operation(), () -> answerTo(call));
    if (answer instanceof Unclear unclear && call.attempt() == ALARMING_ATTEMPT) {
      log.warn("{}: {}", call, unclear.error());
    }
    return answer;
  }

  private ProviderAnswer answerTo(ProviderCall call) {
    try {
      return gateway.ask(call);
    } catch (RuntimeException e) {
      log.error("{} failed unexpectedly", call, e);
      return new Unclear(e.getClass().getSimpleName());
    }
  }

  private Locked<Payment> lock(List<Result> results) {
    return payments.lock(
        results.stream().map(result -> result.call().orderId()).distinct().toList());
  }

  private Optional<EventEnvelope<PaymentEvent>> record(
      Map<UUID, Payment> asked, Result result, Moment moment) {
    ProviderCall call = result.call();
    Payment payment = requireNonNull(asked.get(call.orderId()));
    Optional<EventEnvelope<PaymentEvent>> event =
        payment.record(call, result.answer(), moment, patience);
    event.ifPresent(stated -> outbox.append(stated, result.traceparent()));
    return event;
  }

  private static Stream<Payment> toBegin(Collection<Payment> payments) {
    return payments.stream().filter(Payment::isToBegin);
  }

  private List<ProviderCall> begin(Stream<Payment> due, Moment moment) {
    return due.flatMap(payment -> payment.attempt(moment, patience).stream()).toList();
  }

  private Moment moment(Locked<Payment> locked) {
    return new Moment(locked.at(), clock.instant());
  }
}
