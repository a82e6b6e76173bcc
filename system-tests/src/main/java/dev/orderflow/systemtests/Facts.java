package dev.orderflow.systemtests;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All that can be seen of the system from outside, at one moment when it is quiet. */
public record Facts(
    List<Order> orders,
    List<Stock> stock,
    List<Reservation> reservations,
    List<Payment> payments,
    List<Charge> ledger,
    List<Mail> mails,
    List<Published> published,
    List<Parked> parked,
    Map<String, Long> outboxes) {

  public record Line(String sku, long quantity, BigDecimal unitPrice) {}

  /** A row of order-service and its history, by version. */
  public record Order(
      UUID id,
      String idempotencyKey,
      String status,
      boolean confirmedOnce,
      boolean settled,
      BigDecimal total,
      String currency,
      List<Line> lines,
      int version,
      List<Recorded> history) {}

  /** An event in an order's history. */
  public record Recorded(int version, UUID id, String source, String type, long sequence) {}

  public record Stock(
      String sku, long onHand, long reserved, long restocked, long committed, long returned) {}

  public record Reservation(UUID orderId, String state, List<Line> lines) {}

  public record Payment(UUID orderId, String state, BigDecimal amount, boolean tokenKept) {}

  /** A line of the payment provider's ledger; the amount is in the currency's minor unit. */
  public record Charge(String orderId, String operation, String paymentIntent, long amount) {}

  public record Mail(String messageId, String to) {}

  /** A record on a topic. */
  public record Published(
      String topic,
      int partition,
      long offset,
      String orderId,
      UUID id,
      String source,
      String type,
      long sequence) {}

  public record Parked(
      String service, String topic, int partition, long offset, String reason, String value) {}
}
