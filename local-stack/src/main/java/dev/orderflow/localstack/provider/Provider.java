package dev.orderflow.localstack.provider;

import dev.orderflow.localstack.provider.Fault.Then;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What becomes of a call: it may be befallen by a fault, and one that changes money is executed
 * once per idempotency key and repeated answers are the first one.
 */
final class Provider {

  /** The caller gets no answer. */
  static final class Dropped extends Exception {}

  private final Ledger ledger;
  private final Payments payments;
  private final Misbehaviour misbehaviour;
  private final Set<String> keysInUse = ConcurrentHashMap.newKeySet();

  Provider(Ledger ledger, Misbehaviour misbehaviour) {
    this.ledger = ledger;
    this.misbehaviour = misbehaviour;
    this.payments = new Payments(ledger, misbehaviour);
  }

  Answer answer(Call call) throws Dropped, IOException, InterruptedException {
    if (!call.operation().changesMoney() || call.key().isEmpty()) return befallen(call);
    if (!keysInUse.add(call.key())) return Answer.keyInUse();
    try {
      return befallen(call);
    } finally {
      keysInUse.remove(call.key());
    }
  }

  private Answer befallen(Call call) throws Dropped, IOException, InterruptedException {
    Fault fault = misbehaviour.next(call.operation(), payments.order(call));
    if (fault.delay().isPositive()) Thread.sleep(fault.delay());
    return switch (fault.outcome()) {
      case REFUSE -> throw new Dropped();
      case ERROR -> Answer.failed();
      case RATE_LIMIT -> Answer.rateLimited();
      case UNAUTHORIZED -> Answer.unauthorized();
      case EXECUTE_THEN_DROP -> {
        served(call, Then.ANSWER);
        throw new Dropped();
      }
      case ANSWER, ERROR_SAVED, EXECUTE_THEN_ERROR -> served(call, fault.outcome());
    };
  }

  private Answer served(Call call, Then then) throws IOException {
    if (!call.operation().changesMoney()) return payments.read(call);
    Entry saved = call.key().isEmpty() ? null : ledger.withKey(call.key());
    if (saved == null) return payments.execute(call, then);
    boolean same = saved.fingerprint() == call.fingerprint();
    return same ? Answer.of(saved, true) : Answer.keyOfAnotherCall();
  }
}
