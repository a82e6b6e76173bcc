package dev.orderflow.order.domain;

import dev.orderflow.jdbc.Rows;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * Writes what has become of orders whose rows are locked, all with one statement: an order changes
 * with each of the six answers to it, and JPA would send a statement for each.
 */
@Repository
public class OrderRows {

  private static final Rows<Order> KEY = Rows.<Order>none().with("id", "uuid", PlacedOrder::id);
  private static final Rows.Write<Order> UPDATE =
      Rows.<Order>none()
          .with("status", "text", o -> o.status.name())
          .with("stock", "text", o -> o.stock.name())
          .with("payment", "text", o -> o.payment.name())
          .with("confirmation_mail", "text", o -> o.confirmationMail.name())
          .with("cancellation_mail", "text", o -> o.cancellationMail.name())
          .with("cancellation_reason", "text", o -> name(o.cancellationReason))
          .with("cancellation_detail", "text", o -> o.cancellationDetail)
          .with("payment_token", "text", o -> o.paymentToken)
          .with("confirmed_at", "timestamptz", o -> o.confirmedAt)
          .with("stated_at", "timestamptz", o -> o.statedAt)
          .with("redrive_at", "timestamptz", o -> o.redriveAt)
          .with("redrives", "integer", o -> o.redrives)
          .with("version", "integer", OrderState::version)
          .with("sequence", "bigint", o -> o.sequence)
          .with("inventory_sequence", "bigint", o -> o.inventorySequence)
          .with("payment_sequence", "bigint", o -> o.paymentSequence)
          .with("notification_sequence", "bigint", o -> o.notificationSequence)
          .with("updated_at", "timestamptz", OrderState::updatedAt)
          .updateOf("orders", KEY);

  private final JdbcTemplate jdbc;

  OrderRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  public void update(Collection<Order> orders) {
    UPDATE.run(jdbc, orders);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }
}
