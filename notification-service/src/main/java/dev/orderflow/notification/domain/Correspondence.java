package dev.orderflow.notification.domain;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventEnvelope;
import dev.orderflow.events.wire.EventType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All notifications of some orders, in memory. Whoever fills it holds the locks and stores the
 * outcome. A customer hears of a confirmation before its cancellation: while the mail about the
 * first is pending, the second waits.
 */
public final class Correspondence {

  /** An order is created first; its second event confirms it, or cancels it instead. */
  private static final long DECISION = 2;

  private static final EventType CANCELLED =
      EventType.byName(OrderCancelled.class.getSimpleName()).orElseThrow();

  private final Map<UUID, Map<NotificationKind, Notification>> orders = new HashMap<>();

  /**
   * @param notifications those that exist of the orders that will be asked for
   */
  public Correspondence(Collection<Notification> notifications) {
    notifications.forEach(this::put);
  }

  public Optional<Notification> find(UUID orderId, NotificationKind kind) {
    return Optional.ofNullable(ofOrder(orderId).get(kind));
  }

  /**
   * Whether this event confirms an order that was cancelled instead, or before. A confirmation that
   * only comes late is not forbidden.
   */
  public boolean isForbidden(EventEnvelope<? extends OrderEvent> event) {
    return event.data() instanceof OrderConfirmed
        && find(event.orderId(), NotificationKind.ORDER_CANCELLED)
            .filter(cancellation ->
                event.sequence() > DECISION
                    || cancellation.causationId().equals(cancelledInstead(event)))
            .isPresent();
  }

  // The number of the cancellation is not kept, but its id follows from it.
  private static UUID cancelledInstead(EventEnvelope<? extends OrderEvent> confirmation) {
    return EventEnvelope.idOf(confirmation.source(), confirmation.orderId(), DECISION, CANCELLED);
  }

  /**
   * Adds one that did not exist.
   *
   * @return whether it has to wait for another of its order
   */
  public boolean add(Notification notification) {
    put(notification);
    return notification.kind() == NotificationKind.ORDER_CANCELLED
        && find(notification.orderId(), NotificationKind.ORDER_CONFIRMED)
            .filter(Notification::isPending)
            .isPresent();
  }

  /**
   * What the mail server decided about a pending one; it takes the order's next sequence number.
   */
  public Notification answer(Notification pending, Answer.@Nullable Failure failure, Instant now) {
    long sequence =
        1 + ofOrder(pending.orderId()).values().stream().filter(n -> !n.isPending()).count();
    Notification answered =
        pending.answered(new Answer(sequence, now.truncatedTo(ChronoUnit.MICROS), failure));
    put(answered);
    return answered;
  }

  private void put(Notification notification) {
    ofOrder(notification.orderId()).put(notification.kind(), notification);
  }

  private Map<NotificationKind, Notification> ofOrder(UUID orderId) {
    return orders.computeIfAbsent(orderId, _ -> new EnumMap<>(NotificationKind.class));
  }
}
