package dev.orderflow.payment;

import dev.orderflow.http.reconciliation.ReconciliationSettings;
import dev.orderflow.http.reconciliation.Reconciling;
import dev.orderflow.http.reconciliation.Run;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.Payments;
import dev.orderflow.payment.domain.ProviderRecord;
import dev.orderflow.payment.gateway.PaymentGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Service;

/**
 * Finds payments that nobody drives to their goal or that wait for the provider for too long, and
 * compares recent ones with what the provider has recorded.
 */
@Service
class ReconcilingPayments implements Reconciling {

  private static final int STEP = 1000;

  /** More payments that wait have one cause. */
  private static final int MOST_WAITING = 1000;

  /** So few that a step in which no call is answered ends before the lease of the run. */
  private static final int STEP_AT_PROVIDER = 10;

  /** After so many calls in a row that taught nothing the provider is left alone. */
  private static final int MOST_UNKNOWN = 10;

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final UUID START = new UUID(0, 0);
  private static final UUID END = new UUID(-1, -1);

  private final Payments payments;
  private final PaymentGateway gateway;
  private final ReconciliationSettings settings;
  private final PaymentSettings.Reconciliation atProvider;

  ReconcilingPayments(
      Payments payments,
      PaymentGateway gateway,
      ReconciliationSettings settings,
      PaymentSettings payment) {
    this.payments = payments;
    this.gateway = gateway;
    this.settings = settings;
    this.atProvider = payment.reconciliation();
  }

  @Override
  public void reconcile(Run run) {
    findWaiting(run);
    findForgotten(run);
    compareWithTheProvider(run);
  }

  private void findWaiting(Run run) {
    for (Payment payment : payments.waitingFor(settings.overdue(), MOST_WAITING)) {
      run.found("waiting", payment.orderId(), describe(payment));
    }
    run.checked(0);
  }

  private static String describe(Payment payment) {
    String error = payment.lastError() == null ? "" : ", last error: " + payment.lastError();
    return "%s, goal %s: waits for the provider since %s, %d attempts%s"
        .formatted(
            payment.state(), payment.goal(), payment.waitingSince(), payment.attempts(), error);
  }

  private void findForgotten(Run run) {
    UUID beyond = START;
    List<Payment> step;
    do {
      step = payments.beyond(beyond, STEP);
      for (Payment payment : step) {
        beyond = payment.orderId();
        if (payment.isLookedAfter()) continue;
        run.found(
            "forgotten",
            payment.orderId(),
            "%s, goal %s, but no call is planned".formatted(payment.state(), payment.goal()));
      }
      run.checked(step.size());
    } while (step.size() == STEP);
  }

  private void compareWithTheProvider(Run run) {
    UUID oldest = idAt(payments.now().minus(atProvider.window()));
    UUID before = END;
    int left = atProvider.most();
    int unknown = 0;
    while (left > 0 && unknown < MOST_UNKNOWN) {
      List<Payment> step = payments.latest(oldest, before, Math.min(left, STEP_AT_PROVIDER));
      if (step.isEmpty()) return;
      for (Payment payment : step) {
        if (payment.nextOperation().isEmpty()) unknown = compare(payment, run) ? 0 : unknown + 1;
      }
      left -= step.size();
      before = step.getLast().orderId();
      run.checked(step.size());
    }
  }

  /** False if the provider did not say. */
  private boolean compare(Payment payment, Run run) {
    ProviderRecord there = gateway.find(payment.orderId(), payment.reference(), payment.amount());
    if (!there.agreesWith(payment.state()) && isStill(payment)) {
      run.found(
          "provider",
          payment.orderId(),
          "recorded as %s, the provider says %s".formatted(payment.state(), there));
    }
    run.pause(SECOND.dividedBy(atProvider.callsPerSecond()));
    return there.state() != ProviderRecord.State.UNKNOWN;
  }

  private boolean isStill(Payment payment) {
    return payments.find(payment.orderId()).filter(payment::isSameAs).isPresent();
  }

  /** Order ids are UUIDv7: the first six bytes are the time in milliseconds. */
  private static UUID idAt(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0);
  }
}
