package dev.orderflow.payment;

import dev.orderflow.events.wire.EventSource;
import dev.orderflow.http.diagnosis.Diagnosing;
import dev.orderflow.http.diagnosis.Standing;
import dev.orderflow.http.diagnosis.Wait;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.Payments;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Service;

/** Says what the provider is asked for, or whose word a payment waits for. */
@Service
class DiagnosingPayments implements Diagnosing {

  private final Payments payments;

  DiagnosingPayments(Payments payments) {
    this.payments = payments;
  }

  @Override
  public Optional<Standing> standingOf(UUID orderId) {
    return payments.find(orderId).map(payment -> new Standing(summary(payment), waits(payment)));
  }

  private static String summary(Payment payment) {
    String failure = payment.failureCode() == null ? "" : " (" + payment.failureCode() + ")";
    return "The payment is %s%s, its goal is %s."
        .formatted(payment.state(), failure, payment.goal());
  }

  private static List<Wait> waits(Payment payment) {
    return switch (payment.awaited()) {
      case NOBODY -> List.of();
      case PROVIDER -> List.of(forTheProvider(payment));
      case OUTCOME -> List.of(forOrderService("confirm or cancel the order", payment));
      case CANCELLATION -> List.of(forOrderService("cancel the order", payment));
    };
  }

  private static Wait forTheProvider(Payment payment) {
    return new Wait(
        Wait.PAYMENT_PROVIDER,
        what(payment.nextOperation().orElseThrow()),
        payment.waitingSince(),
        payment.attempts(),
        payment.lastError(),
        payment.nextAttemptAt(),
        null);
  }

  private static String what(Operation operation) {
    return switch (operation) {
      case AUTHORIZE -> "authorize the payment";
      case CAPTURE -> "capture the payment";
      case VOID -> "void the payment";
      case REFUND -> "refund the payment";
      case LOOK_UP -> "look up the authorization";
    };
  }

  private static Wait forOrderService(String what, Payment payment) {
    return Wait.of(EventSource.ORDER_SERVICE, what, payment.waitingSince());
  }
}
