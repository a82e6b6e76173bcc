package dev.orderflow.systemtests.simulation;

import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.Refusal;
import dev.orderflow.payment.domain.Answer;
import dev.orderflow.payment.domain.Cashier;
import dev.orderflow.payment.domain.Moment;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.ProviderAnswer;
import dev.orderflow.payment.domain.ProviderAnswer.Refused;
import dev.orderflow.payment.domain.ProviderAnswer.Unclear;
import dev.orderflow.payment.domain.ProviderCall;
import dev.orderflow.payment.messaging.Listener;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Sets goals and asks the provider, as {@code SecuringPayments} and {@code DrivingPayments} do. */
final class PaymentService
    extends WorkingService<ProviderCall, Provider.Mood, PaymentService.Result> {

  /** What came of a call. */
  record Result(ProviderCall call, ProviderAnswer answer) {}

  final Table<UUID, Payment> payments = Table.ofEntities(Payment.class);

  PaymentService(World world) {
    super(world, EventSource.PAYMENT_SERVICE, Provider.Mood.class);
  }

  void become(PaymentService other) {
    super.become(other);
    payments.become(other.payments);
  }

  @Override
  List<Table<?, ?>> tables() {
    return List.of(payments);
  }

  @Override
  void handle(List<EventEnvelope<?>> batch, Transaction transaction) {
    Cashier cashier = new Cashier(payments.lock(orderIds(batch)), moment(), false);
    Set<UUID> stated = new HashSet<>();
    batch.forEach(event -> answer(event, cashier, stated, transaction));
    lease(cashier.begin(world.scene.room(), world.scene.patience()).stream(), transaction);
    store(cashier.opened(), transaction);
    store(cashier.changed(), transaction);
  }

  private void answer(
      EventEnvelope<?> event, Cashier cashier, Set<UUID> stated, Transaction transaction) {
    try {
      Answer answer = Listener.tell(cashier, event, null);
      answer.event().filter(it -> stated.add(it.id())).ifPresent(transaction::state);
    } catch (Refusal refusal) {
      park(event, refusal);
    }
  }

  @Override
  boolean isDue() {
    return payments.views().stream().anyMatch(this::isDue);
  }

  private boolean isDue(Payment payment) {
    return payment.nextAttemptAt() != null && !payment.nextAttemptAt().isAfter(world.now);
  }

  @Override
  void leaseDue() {
    List<Payment> due =
        payments.lock(payments.views().stream().filter(this::isDue).map(Payment::orderId).toList());
    transaction(transaction -> begin(due, transaction));
  }

  @Override
  Result perform(Leased<ProviderCall> work, Provider.Mood mood) {
    ProviderCall call = work.work();
    if (world.now.isAfter(work.until()))
      return new Result(call, new Unclear("waited too long for its turn"));
    ProviderAnswer answer = world.provider.ask(call, mood);
    if (mood == Provider.Mood.AWAY && world.has(Bug.A_PROVIDER_THAT_IS_AWAY_IS_TAKEN_FOR_A_REFUSAL))
      answer = new Refused("unknown", null);
    world.tell(call.orderId(), "the provider answers", answer);
    return new Result(call, answer);
  }

  @Override
  void record(Result result, Transaction transaction) {
    ProviderAnswer answer = result.answer();
    if (world.has(Bug.AN_UNKNOWN_OUTCOME_IS_TAKEN_FOR_A_REFUSAL) && answer instanceof Unclear)
      answer = new Refused("unknown", null);
    List<Payment> asked = payments.lock(List.of(result.call().orderId()));
    for (Payment payment : asked) {
      payment
          .record(result.call(), answer, moment(), world.scene.patience())
          .ifPresent(transaction::state);
    }
    store(asked, transaction);
    begin(asked.stream().filter(Payment::isToBegin).toList(), transaction);
  }

  private void begin(List<Payment> due, Transaction transaction) {
    lease(
        due.stream().flatMap(payment -> payment.attempt(moment(), world.scene.patience()).stream()),
        transaction);
    store(due, transaction);
  }

  private void lease(Stream<ProviderCall> calls, Transaction transaction) {
    calls
        .map(PaymentService::withoutNanos)
        .map(call ->
            new Leased<>(call, world.now.plus(world.scene.patience().lease(call.attempt()))))
        .forEach(call -> transaction.afterCommit(() -> leased.add(call)));
  }

  // The only thing that would differ when the same is simulated again.
  private static ProviderCall withoutNanos(ProviderCall call) {
    return new ProviderCall(
        call.orderId(),
        call.operation(),
        call.idempotencyKey(),
        call.keyRound(),
        call.amount(),
        call.token(),
        call.reference(),
        call.attempt(),
        call.timeout(),
        call.leasedAt(),
        0,
        null);
  }

  private void store(Collection<Payment> changed, Transaction transaction) {
    changed.forEach(it -> transaction.store(payments, it.orderId(), it));
  }

  private Moment moment() {
    return new Moment(world.now, clock());
  }
}
