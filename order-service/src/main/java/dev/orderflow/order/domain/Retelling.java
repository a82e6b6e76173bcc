package dev.orderflow.order.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An order told again from its history, to be compared with its row. The history holds only what
 * was news to the order, so each event is a step.
 */
public final class Retelling {

  /**
   * An entry of the history.
   *
   * @param type the event's name, such as {@code OrderCreated}
   */
  public record Line(int version, String type) {}

  private final List<String> contradictions = new ArrayList<>();
  private OrderStatus status = OrderStatus.PENDING;
  private StockProgress stock = StockProgress.AWAITED;
  private PaymentProgress payment = PaymentProgress.AWAITED;
  private boolean confirmedOnce;
  private int mailsSent;
  private int mailsFailed;

  private Retelling() {}

  /**
   * @param history in the order of its versions
   * @return what contradicts what; empty if nothing does
   */
  public static List<String> contradictions(Snapshot row, List<Line> history) {
    Retelling retelling = new Retelling();
    retelling.checkVersions(row.version(), history);
    history.forEach(line -> retelling.tell(line.type()));
    retelling.compare(row);
    return retelling.contradictions;
  }

  private void checkVersions(int last, List<Line> history) {
    List<Integer> versions = history.stream().map(Line::version).toList();
    if (!versions.equals(IntStream.rangeClosed(1, last).boxed().toList())) {
      contradictions.add("its version is %d, its history has %s".formatted(last, versions));
    }
  }

  private void tell(String type) {
    switch (type) {
      case "OrderCreated" -> status = OrderStatus.PENDING;
      case "OrderConfirmed" -> {
        status = OrderStatus.CONFIRMED;
        confirmedOnce = true;
      }
      case "OrderCancelled" -> status = OrderStatus.CANCELLED;
      case "InventoryReserved" -> stock = StockProgress.RESERVED;
      case "InventoryRejected" -> stock = StockProgress.REJECTED;
      case "InventoryCommitted" -> stock = StockProgress.COMMITTED;
      case "InventoryReleased" -> stock = StockProgress.RELEASED;
      case "PaymentSucceeded" -> payment = PaymentProgress.AUTHORIZED;
      case "PaymentFailed" -> payment = afterFailure();
      case "PaymentCaptured" -> payment = PaymentProgress.CAPTURED;
      case "PaymentVoided" -> payment = PaymentProgress.VOIDED;
      case "PaymentRefunded" -> payment = PaymentProgress.REFUNDED;
      case "NotificationSent" -> mailsSent++;
      case "NotificationFailed" -> mailsFailed++;
      default -> contradictions.add("its history has the unknown event " + type);
    }
  }

  // Which of the two it was is only in the event's content; what went before tells as well.
  private PaymentProgress afterFailure() {
    return payment == PaymentProgress.AWAITED
        ? PaymentProgress.DECLINED
        : PaymentProgress.CAPTURE_FAILED;
  }

  private void compare(Snapshot row) {
    compare("status", row.status(), status);
    compare("stock", row.stock(), stock);
    compare("payment", row.payment(), payment);
    compare("mails sent", count(row, MailProgress.SENT), mailsSent);
    compare("mails refused", count(row, MailProgress.FAILED), mailsFailed);
    if (row.driven() == row.isAnswered(confirmedOnce)) {
      contradictions.add(
          row.driven() ? "it asks for answers that it has" : "it waits for answers and never asks");
    }
  }

  private static int count(Snapshot row, MailProgress progress) {
    return (row.confirmationMail() == progress ? 1 : 0)
        + (row.cancellationMail() == progress ? 1 : 0);
  }

  private void compare(String what, Object byRow, Object byHistory) {
    if (byRow.equals(byHistory)) return;
    contradictions.add("%s: its row says %s, its history %s".formatted(what, byRow, byHistory));
  }
}
