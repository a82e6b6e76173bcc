package dev.orderflow.order.domain;

import java.util.List;

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

  /**
   * @param confirmedOnce whether it was confirmed, even if it was cancelled since
   */
  boolean isAnswered(boolean confirmedOnce) {
    List<Awaited> mails = Awaited.mails(status, confirmedOnce, confirmationMail, cancellationMail);
    return Awaited.by(status, stock, payment, mails).isEmpty();
  }
}
