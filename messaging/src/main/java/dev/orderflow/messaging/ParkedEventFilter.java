package dev.orderflow.messaging;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which parked events are meant: those that agree with all that is not null.
 *
 * @param type as it stands in the record, such as {@code dev.orderflow.OrderCreated.v1}
 */
public record ParkedEventFilter(
    @Nullable ParkReason reason,
    @Nullable String topic,
    @Nullable String type,
    @Nullable UUID orderId) {

  public static final ParkedEventFilter ALL = new ParkedEventFilter(null, null, null, null);

  public static ParkedEventFilter ofOrder(UUID orderId) {
    return new ParkedEventFilter(null, null, null, orderId);
  }
}
