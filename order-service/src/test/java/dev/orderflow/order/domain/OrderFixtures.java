package dev.orderflow.order.domain;

import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.Customer;
import dev.orderflow.events.value.Money;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An order of two mugs and a lamp, and what the other services may say about it. */
final class OrderFixtures {

  static final UUID ID = UUID.fromString("0190a5c8-7b3e-7c41-9b63-3f0c8f4f3b11");
  static final Instant PLACED_AT = Instant.parse("2026-03-01T10:00:00Z");
  static final Terms TERMS =
      new Terms(
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2));

  static final Money TOTAL = Money.of("75.80", "EUR");
  static final List<StockLine> DEMAND =
      List.of(new StockLine("LAMP-01", 1), new StockLine("MUG-01", 2));

  private OrderFixtures() {}

  /** The mugs are on two lines: one demand on the stock. */
  static Order placedOrder() {
    Money mug = Money.of("12.90", "EUR");
    List<OrderLine> lines =
        List.of(
            OrderLine.of("MUG-01", "Mug", 1, mug),
            OrderLine.of("LAMP-01", "Lamp", 1, Money.of("50.00", "EUR")),
            OrderLine.of("MUG-01", "Mug", 1, mug));
    Placement placement =
        new Placement(
            ID,
            "anonymous",
            "key-1",
            new UUID(1, 2),
            new Customer("Ada Lovelace", "ada@example.com"),
            lines,
            TOTAL,
            "pm_card_visa",
            null);
    return Order.place(placement, 100_001, PLACED_AT, after(Duration.ZERO));
  }

  static Order confirmedOrder() {
    Order order = placedOrder();
    order.reserved(reserved(), after(Duration.ZERO));
    order.authorized(succeeded(), after(Duration.ZERO));
    return order;
  }

  static Order answeredOrder() {
    Order order = confirmedOrder();
    order.committed(committed());
    order.captured(captured());
    order.confirmationMail = MailProgress.SENT;
    order.redriveAt = null;
    return order;
  }

  /** So long after the order was placed, by the database's clock. */
  static Moment after(Duration time) {
    return new Moment(PLACED_AT.plus(time), TERMS);
  }

  static InventoryReserved reserved() {
    return new InventoryReserved(ID, DEMAND);
  }

  static InventoryRejected rejected() {
    return new InventoryRejected(ID, List.of(new Shortage("MUG-01", 2, 1)));
  }

  static InventoryCommitted committed() {
    return new InventoryCommitted(ID, DEMAND);
  }

  static InventoryReleased released() {
    return new InventoryReleased(ID, DEMAND);
  }

  static PaymentSucceeded succeeded() {
    return new PaymentSucceeded(ID, TOTAL, "pi_1");
  }

  static PaymentFailed declined() {
    return declinedBecauseOf("Your card was declined.");
  }

  static PaymentFailed declinedBecauseOf(String detail) {
    return new PaymentFailed(ID, TOTAL, PaymentStage.AUTHORIZATION, "card_declined", detail);
  }

  static PaymentFailed captureFailed() {
    return new PaymentFailed(ID, TOTAL, PaymentStage.CAPTURE, "expired", null);
  }

  static PaymentCaptured captured() {
    return new PaymentCaptured(ID, TOTAL, "pi_1");
  }

  static PaymentVoided voided() {
    return new PaymentVoided(ID, "pi_1");
  }

  static PaymentRefunded refunded() {
    return new PaymentRefunded(ID, TOTAL, "pi_1");
  }
}
