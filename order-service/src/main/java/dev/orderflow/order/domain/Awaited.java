package dev.orderflow.order.domain;

import static dev.orderflow.events.wire.EventSource.INVENTORY_SERVICE;
import static dev.orderflow.events.wire.EventSource.NOTIFICATION_SERVICE;
import static dev.orderflow.events.wire.EventSource.PAYMENT_SERVICE;

import dev.orderflow.events.wire.EventSource;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An answer that an order waits for, and who owes it. */
public enum Awaited {
  RESERVATION(INVENTORY_SERVICE, "reserve the stock"),
  COMMITMENT(INVENTORY_SERVICE, "commit the stock"),
  RELEASE(INVENTORY_SERVICE, "release the stock"),
  AUTHORIZATION(PAYMENT_SERVICE, "authorize the payment"),
  CAPTURE(PAYMENT_SERVICE, "capture the payment"),
  VOID_OR_REFUND(PAYMENT_SERVICE, "void or refund the payment"),
  CONFIRMATION_MAIL(NOTIFICATION_SERVICE, "mail the confirmation"),
  CANCELLATION_MAIL(NOTIFICATION_SERVICE, "mail the cancellation");

  private final EventSource owedBy;
  private final String what;

  Awaited(EventSource owedBy, String what) {
    this.owedBy = owedBy;
    this.what = what;
  }

  public EventSource owedBy() {
    return owedBy;
  }

  /** As in "waits for them to …". */
  public String what() {
    return what;
  }

  static List<Awaited> by(OrderState order) {
    return Stream.of(stock(order), payment(order), mail(order)).filter(Objects::nonNull).toList();
  }

  private static @Nullable Awaited stock(OrderState order) {
    return switch (order.status) {
      case PENDING -> order.stock == StockProgress.AWAITED ? RESERVATION : null;
      case CONFIRMED -> order.stock == StockProgress.COMMITTED ? null : COMMITMENT;
      case CANCELLED -> order.stock.isGivenBack() ? null : RELEASE;
    };
  }

  private static @Nullable Awaited payment(OrderState order) {
    return switch (order.status) {
      case PENDING -> order.payment == PaymentProgress.AWAITED ? AUTHORIZATION : null;
      case CONFIRMED -> order.payment == PaymentProgress.CAPTURED ? null : CAPTURE;
      case CANCELLED -> order.payment.isGivenBack() ? null : VOID_OR_REFUND;
    };
  }

  private static @Nullable Awaited mail(OrderState order) {
    return switch (order.status) {
      case PENDING -> null;
      case CONFIRMED -> order.confirmationMail == MailProgress.AWAITED ? CONFIRMATION_MAIL : null;
      case CANCELLED -> order.cancellationMail == MailProgress.AWAITED ? CANCELLATION_MAIL : null;
    };
  }
}
