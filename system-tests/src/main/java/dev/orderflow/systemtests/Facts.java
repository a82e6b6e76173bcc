package dev.orderflow.systemtests;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * All that can be seen of the system from outside, at one moment when it is quiet.
 *
 * @param unreadable where the records stand that are no events of ours
 * @param outboxes rows that are still to be published, by service
 * @param lags records that are still to be read, by consumer group
 * @param leaks where secrets or personal data stand that should not
 */
public record Facts(
    List<Order> orders,
    List<Stock> stock,
    List<Reservation> reservations,
    List<Payment> payments,
    List<Charge> ledger,
    List<Mail> mails,
    List<Published> published,
    List<Position> unreadable,
    List<Parked> parked,
    Map<String, Long> outboxes,
    Map<String, Long> lags,
    List<String> leaks) {

  public record Line(String sku, long quantity, BigDecimal unitPrice) {}

  /**
   * A row of order-service and its history, by version.
   *
   * @param reason of its cancellation; empty unless it is cancelled
   * @param overdue it stated its last event at its deadline or later
   * @param refusedMails what nobody could be told: {@code confirmed}, {@code cancelled}
   */
  public record Order(
      UUID id,
      String idempotencyKey,
      String email,
      String status,
      String reason,
      boolean overdue,
      boolean confirmedOnce,
      boolean settled,
      Set<String> refusedMails,
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

  public record Payment(
      UUID orderId, String state, BigDecimal amount, String currency, boolean tokenKept) {}

  /** A line of the payment provider's ledger; the amount is in the currency's minor unit. */
  public record Charge(
      String orderId, String operation, String paymentIntent, long amount, String currency) {}

  /**
   * @param shownTotal such as {@code 25.80 EUR}, as the mail's text says it
   */
  public record Mail(String messageId, String to, String shownTotal, Instant received) {}

  /** Where a record stands. */
  public record Position(String topic, int partition, long offset) {}

  /** A record that is an event of ours. */
  public record Published(
      Position position, String orderId, UUID id, String source, String type, long sequence) {}

  public record Parked(String service, Position position, String reason, String value) {}
}
