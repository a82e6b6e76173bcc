package dev.orderflow.order.domain;

import static dev.orderflow.events.wire.EventSource.INVENTORY_SERVICE;
import static dev.orderflow.events.wire.EventSource.NOTIFICATION_SERVICE;
import static dev.orderflow.events.wire.EventSource.PAYMENT_SERVICE;

import dev.orderflow.events.wire.EventSource;
import java.util.ArrayList;
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

  /**
   * @param mails see {@link #mails}
   */
  static List<Awaited> by(
      OrderStatus status, StockProgress stock, PaymentProgress payment, List<Awaited> mails) {
    return Stream.concat(Stream.of(of(status, stock), of(status, payment)), mails.stream())
        .filter(Objects::nonNull)
        .toList();
  }

  /** The mails not answered for: maybe both, if it was cancelled after its confirmation. */
  static List<Awaited> mails(
      OrderStatus status,
      boolean confirmedOnce,
      MailProgress confirmation,
      MailProgress cancellation) {
    List<Awaited> mails = new ArrayList<>();
    if (confirmedOnce && confirmation == MailProgress.AWAITED) mails.add(CONFIRMATION_MAIL);
    if (status == OrderStatus.CANCELLED && cancellation == MailProgress.AWAITED)
      mails.add(CANCELLATION_MAIL);
    return mails;
  }

  private static @Nullable Awaited of(OrderStatus status, StockProgress stock) {
    return switch (status) {
      case PENDING -> stock == StockProgress.AWAITED ? RESERVATION : null;
      case CONFIRMED -> stock == StockProgress.COMMITTED ? null : COMMITMENT;
      case CANCELLED -> stock == StockProgress.RELEASED ? null : RELEASE;
    };
  }

  private static @Nullable Awaited of(OrderStatus status, PaymentProgress payment) {
    return switch (status) {
      case PENDING -> payment == PaymentProgress.AWAITED ? AUTHORIZATION : null;
      case CONFIRMED -> payment == PaymentProgress.CAPTURED ? null : CAPTURE;
      case CANCELLED -> payment.isGivenBack() ? null : VOID_OR_REFUND;
    };
  }
}
