package dev.orderflow.order.domain;

import static dev.orderflow.jdbc.Columns.time;
import static dev.orderflow.jdbc.Columns.timeOrNull;

import dev.orderflow.events.value.Address;
import dev.orderflow.events.value.CancellationReason;
import dev.orderflow.events.value.OrderLine;
import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Orders that are to be changed: reads them with their locks, and writes what has become of them,
 * all with one statement each. An order changes with each of the six answers to it; JPA would send
 * a statement for each, and half of what a batch takes would be its reading.
 */
@Repository
public class OrderRows {

  /**
   * Which orders are to expire; they have an index, as those that are unanswered may be many more.
   */
  public static final String OVERDUE = "status = 'PENDING' and deadline_at <= now()";

  static final String LOCK_OVERDUE =
      "select * from orders where "
          + OVERDUE
          + " - make_interval(secs => ?) order by deadline_at limit ? for no key update skip"
          + " locked";

  static final String LOCK_PENDING_UNANSWERED =
      """
      select * from orders
      where status = 'PENDING' and redrive_at <= now() and deadline_at > now()
      order by redrive_at limit ? for no key update skip locked\
      """;

  private static final ObjectReader LINES = JsonMapper.shared().readerForListOf(OrderLine.class);
  private static final ObjectReader ADDRESS = JsonMapper.shared().readerFor(Address.class);

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

  /** Those of the ids that exist, in the order of their ids. */
  public Locked<Order> lock(Collection<UUID> ids) {
    return Locked.read(
        jdbc,
        "select * from orders where id = any (?) order by id for no key update",
        OrderRows::order,
        (Object) ids.toArray(UUID[]::new));
  }

  /**
   * Pending orders that have been past their deadline for so long, locked; those that somebody else
   * works on are left out.
   */
  public List<Order> lockOverdue(double seconds, int limit) {
    return jdbc.query(LOCK_OVERDUE, OrderRows::order, seconds, limit);
  }

  /**
   * Pending orders whose wait for answers is over, and not yet their time, locked; those that
   * somebody else works on are left out.
   */
  public List<Order> lockPendingUnanswered(int limit) {
    return jdbc.query(LOCK_PENDING_UNANSWERED, OrderRows::order, limit);
  }

  /** The same of orders that are decided. */
  public List<Order> lockDecidedUnanswered(int limit) {
    return jdbc.query(
        """
        select * from orders where redrive_at <= now() and status <> 'PENDING'
        order by redrive_at limit ? for no key update skip locked
        """,
        OrderRows::order,
        limit);
  }

  /** To orders whose rows are locked. */
  public Change update(Collection<Order> orders) {
    return UPDATE.of(orders);
  }

  private static Order order(ResultSet row, int number) throws SQLException {
    Order order = new Order();
    readPlaced(row, order);
    readState(row, order);
    return order;
  }

  private static void readPlaced(ResultSet row, PlacedOrder order) throws SQLException {
    order.id = row.getObject("id", UUID.class);
    order.number = row.getLong("number");
    order.caller = row.getString("caller");
    order.requestHash = row.getObject("request_hash", UUID.class);
    order.customerName = row.getString("customer_name");
    order.customerEmail = row.getString("customer_email");
    order.lines = LINES.readValue(row.getString("lines"));
    order.total = row.getBigDecimal("total");
    order.currency = Currency.getInstance(row.getString("currency"));
    order.shippingAddress = read(row.getString("shipping_address"), ADDRESS::readValue);
    order.createdAt = time(row, "created_at");
  }

  private static void readState(ResultSet row, OrderState order) throws SQLException {
    order.status = OrderStatus.valueOf(row.getString("status"));
    order.stock = StockProgress.valueOf(row.getString("stock"));
    order.payment = PaymentProgress.valueOf(row.getString("payment"));
    order.confirmationMail = MailProgress.valueOf(row.getString("confirmation_mail"));
    order.cancellationMail = MailProgress.valueOf(row.getString("cancellation_mail"));
    order.cancellationReason =
        read(row.getString("cancellation_reason"), CancellationReason::valueOf);
    order.cancellationDetail = row.getString("cancellation_detail");
    order.paymentToken = row.getString("payment_token");
    order.confirmedAt = timeOrNull(row, "confirmed_at");
    order.statedAt = time(row, "stated_at");
    order.deadlineAt = time(row, "deadline_at");
    order.redriveAt = timeOrNull(row, "redrive_at");
    order.redrives = row.getInt("redrives");
    order.version = row.getInt("version");
    order.sequence = row.getLong("sequence");
    order.inventorySequence = row.getLong("inventory_sequence");
    order.paymentSequence = row.getLong("payment_sequence");
    order.notificationSequence = row.getLong("notification_sequence");
    order.updatedAt = time(row, "updated_at");
  }

  private static <T> @Nullable T read(@Nullable String text, Function<String, T> reader) {
    return text == null ? null : reader.apply(text);
  }

  private static @Nullable String name(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }
}
