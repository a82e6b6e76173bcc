package dev.orderflow.order.domain;

/**
 * How far an order has come, by its row.
 *
 * @param driven whether it will ask for answers again
 */
public record Snapshot(
    OrderStatus status,
    StockProgress stock,
    PaymentProgress payment,
    MailProgress confirmationMail,
    MailProgress cancellationMail,
    int version,
    boolean driven) {

  boolean isAnswered() {
    MailProgress lastMail = status == OrderStatus.CANCELLED ? cancellationMail : confirmationMail;
    return Awaited.by(status, stock, payment, lastMail).isEmpty();
  }
}
