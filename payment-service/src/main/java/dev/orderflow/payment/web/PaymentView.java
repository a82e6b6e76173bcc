package dev.orderflow.payment.web;

import dev.orderflow.events.value.Money;
import dev.orderflow.payment.domain.Operation;
import dev.orderflow.payment.domain.Payment;
import dev.orderflow.payment.domain.PaymentGoal;
import dev.orderflow.payment.domain.PaymentState;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the payment of one order is.
 *
 * @param reference the provider's name for it; null unless it was authorized
 * @param failureCode why it was refused; null if it was not
 * @param next what the provider is asked for; null when the goal is met, as are the three after it
 * @param waitingSince since when it is asked for that
 * @param nextAttemptAt when it is asked for that again, unless the present attempt has an answer
 * @param lastError what kept the last attempt from an answer
 * @param attempts how often it was asked for that
 */
record PaymentView(
    UUID orderId,
    PaymentState state,
    PaymentGoal goal,
    Money amount,
    @Nullable String reference,
    @Nullable String failureCode,
    @Nullable Operation next,
    @Nullable Instant waitingSince,
    @Nullable Instant nextAttemptAt,
    @Nullable String lastError,
    int attempts) {

  static PaymentView of(Payment payment) {
    Operation next = payment.nextOperation().orElse(null);
    return new PaymentView(
        payment.orderId(),
        payment.state(),
        payment.goal(),
        payment.amount(),
        payment.reference(),
        payment.failureCode(),
        next,
        next == null ? null : payment.waitingSince(),
        payment.nextAttemptAt(),
        payment.lastError(),
        payment.attempts());
  }
}
