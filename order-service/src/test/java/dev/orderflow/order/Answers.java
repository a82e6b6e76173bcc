package dev.orderflow.order;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.summingLong;

import dev.orderflow.events.Event;
import dev.orderflow.events.InventoryCommitted;
import dev.orderflow.events.InventoryRejected;
import dev.orderflow.events.InventoryReleased;
import dev.orderflow.events.InventoryReserved;
import dev.orderflow.events.NotificationSent;
import dev.orderflow.events.PaymentCaptured;
import dev.orderflow.events.PaymentFailed;
import dev.orderflow.events.PaymentRefunded;
import dev.orderflow.events.PaymentSucceeded;
import dev.orderflow.events.PaymentVoided;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.events.value.PaymentStage;
import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventSource;
import dev.orderflow.events.wire.EventType;
import dev.orderflow.order.domain.Order;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** What the other services say about an order, each with the sequence that it has in the story. */
public final class Answers {

  private final UUID orderId;
  private final Order order;
  private final Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);

  public Answers(Order order) {
    this.order = order;
    this.orderId = order.id();
  }

  public EventEnvelope<InventoryReserved> reserved() {
    return event(1, new InventoryReserved(orderId, demand()));
  }

  public EventEnvelope<InventoryRejected> rejected() {
    StockLine first = demand().getFirst();
    return event(
        1,
        new InventoryRejected(
            orderId, List.of(new Shortage(first.sku(), first.quantity(), first.quantity() - 1))));
  }

  public EventEnvelope<InventoryCommitted> committed() {
    return event(2, new InventoryCommitted(orderId, demand()));
  }

  public EventEnvelope<InventoryReleased> released(int sequence) {
    return event(sequence, new InventoryReleased(orderId, demand()));
  }

  public EventEnvelope<PaymentSucceeded> succeeded() {
    return event(1, new PaymentSucceeded(orderId, order.total(), "pi_1"));
  }

  public EventEnvelope<PaymentFailed> declined() {
    return event(
        1,
        new PaymentFailed(
            orderId, order.total(), PaymentStage.AUTHORIZATION, "card_declined", "Declined."));
  }

  public EventEnvelope<PaymentCaptured> captured() {
    return event(2, new PaymentCaptured(orderId, order.total(), "pi_1"));
  }

  public EventEnvelope<PaymentFailed> captureFailed() {
    return event(
        2, new PaymentFailed(orderId, order.total(), PaymentStage.CAPTURE, "expired", null));
  }

  public EventEnvelope<PaymentVoided> voided(int sequence) {
    return event(sequence, new PaymentVoided(orderId, "pi_1"));
  }

  public EventEnvelope<PaymentRefunded> refunded() {
    return event(3, new PaymentRefunded(orderId, order.total(), "pi_1"));
  }

  public EventEnvelope<NotificationSent> mailed(int sequence, NotificationKind kind) {
    NotificationSent sent = new NotificationSent(orderId, kind, "<" + orderId + "@orderflow>");
    return event(sequence, sequence + 1, sent);
  }

  /** Caused by the order's n-th own event, which is n-th here as well. */
  private <E extends Event> EventEnvelope<E> event(int sequence, E data) {
    return event(sequence, sequence, data);
  }

  private <E extends Event> EventEnvelope<E> event(int sequence, int cause, E data) {
    return EventEnvelope.of(
        data,
        sequence,
        time.plusMillis(sequence),
        statement(orderId, cause, statementAnsweredBy(data)));
  }

  private static String statementAnsweredBy(Event data) {
    return switch (data) {
      case InventoryReserved _, InventoryRejected _, PaymentSucceeded _ -> "OrderCreated";
      case PaymentFailed failed when failed.stage() == PaymentStage.AUTHORIZATION -> "OrderCreated";
      case InventoryReleased _, PaymentVoided _, PaymentRefunded _ -> "OrderCancelled";
      case NotificationSent sent when sent.kind() == NotificationKind.ORDER_CANCELLED ->
          "OrderCancelled";
      default -> "OrderConfirmed";
    };
  }

  /** The id of what the order stated as its n-th. */
  public static UUID statement(UUID orderId, long n, String type) {
    return EventEnvelope.idOf(
        EventSource.ORDER_SERVICE, orderId, n, EventType.byName(type).orElseThrow());
  }

  private List<StockLine> demand() {
    return order.lines().stream()
        .collect(groupingBy(OrderLine::sku, summingLong(OrderLine::quantity)))
        .entrySet()
        .stream()
        .map(line -> new StockLine(line.getKey(), line.getValue()))
        .toList();
  }
}
