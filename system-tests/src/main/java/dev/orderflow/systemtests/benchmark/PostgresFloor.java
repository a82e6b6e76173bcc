package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import dev.orderflow.systemtests.benchmark.Table.Row;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of confirmed orders again with no service around: each new order in a transaction
 * of its own over a few connections, all that follows for many orders at a time. Nothing is decided
 * and little is read.
 */
final class PostgresFloor {

  /** As many as order-service has. */
  private static final int CONNECTIONS = 10;

  private static final int BATCH = 200;
  private static final Pattern SKU = Pattern.compile("\"sku\": ?\"([^\"]+)\"");

  private static final String RESERVE =
      "update stock s set reserved = reserved + n from (select sku, count(*) as n"
          + " from unnest(?::text[]) as line (sku) group by sku) line where s.sku = line.sku";
  private static final String COMMIT =
      "update stock s set reserved = reserved - n, on_hand = on_hand - n, committed = committed + n"
          + " from (select sku, count(*) as n from unnest(?::text[]) as line (sku) group by sku)"
          + " line where s.sku = line.sku";

  private final Database database;
  private final Sample sample;

  PostgresFloor(Database database, Sample sample) {
    this.database = database;
    this.sample = sample;
  }

  /** Forgets all orders first; no service may be running. */
  void run() {
    database.execute(Service.ORDER, "truncate orders, order_event, outbox");
    database.execute(Service.INVENTORY, "truncate reservation, outbox");
    database.execute(Service.PAYMENT, "truncate payment, outbox");
    database.execute(Service.NOTIFICATION, "truncate notification, outbox");
    placeAll();
    finishAll();
  }

  private void placeAll() {
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      List<Future<Void>> all =
          IntStream.range(0, CONNECTIONS).mapToObj(n -> threads.submit(placing(n))).toList();
      for (Future<Void> one : all) one.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Callable<Void> placing(int first) {
    return () -> {
      try (FloorDatabase orders = new FloorDatabase(database, Service.ORDER)) {
        Table rows = orders.table("orders");
        Table history = orders.table("order_event");
        for (int n = first; n < sample.orders().size(); n += CONNECTIONS) {
          Row order = sample.orders().get(n);
          List<String> id = List.of(order.text("id"));
          orders.select("select * from product where sku = any(?)", skus(List.of(order)));
          rows.insert(placed(order));
          history.insert(sample.history("OrderCreated", id).getFirst());
          orders.publish(sample.records("OrderCreated", id));
          orders.commit();
        }
      }
      return null;
    };
  }

  private static Row placed(Row order) {
    return order.with(
        "status",
        "PENDING",
        "stock",
        "AWAITED",
        "payment",
        "AWAITED",
        "confirmation_mail",
        "AWAITED",
        "version",
        "1",
        "sequence",
        "1",
        "inventory_sequence",
        "0",
        "payment_sequence",
        "0",
        "notification_sequence",
        "0",
        "payment_token",
        "pm_card_visa",
        "confirmed_at",
        null,
        "redrive_at",
        order.text("deadline_at"));
  }

  private void finishAll() {
    try (FloorDatabase orders = new FloorDatabase(database, Service.ORDER);
        FloorDatabase stock = new FloorDatabase(database, Service.INVENTORY);
        FloorDatabase payments = new FloorDatabase(database, Service.PAYMENT);
        FloorDatabase mails = new FloorDatabase(database, Service.NOTIFICATION)) {
      int all = sample.orders().size();
      for (int from = 0; from < all; from += BATCH) {
        List<Row> batch = sample.orders().subList(from, Math.min(all, from + BATCH));
        List<String> ids = batch.stream().map(row -> row.text("id")).toList();
        orders.relay(BATCH);
        reserve(stock, batch, ids);
        authorize(payments, ids);
        confirm(orders, batch, ids);
        commit(stock, batch, ids);
        capture(payments, ids);
        mail(mails, ids);
        settle(orders, batch, ids);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void reserve(FloorDatabase stock, List<Row> batch, List<String> ids) throws SQLException {
    Table reservations = stock.table("reservation");
    reservations.lock("order_id", ids);
    stock.table("stock").lock("sku", skus(batch));
    reservations.insertAll(changed("reservation", ids, "state", "RESERVED"));
    stock.update(RESERVE, skus(batch));
    publish(stock, "InventoryReserved", ids);
  }

  private void authorize(FloorDatabase payments, List<String> ids) throws SQLException {
    Table table = payments.table("payment");
    table.lock("order_id", ids);
    table.insertAll(
        changed(
            "payment",
            ids,
            "state",
            "NEW",
            "goal",
            "AUTHORIZED",
            "token",
            "pm_card_visa",
            "reference",
            null,
            "event_sequence",
            "0",
            "event_time",
            null,
            "next_attempt_at",
            "now"));
    payments.commit();
    table.lock("order_id", ids);
    table.updateAll(changed("payment", ids, "state", "AUTHORIZED", "goal", "AUTHORIZED"));
    publish(payments, "PaymentSucceeded", ids);
  }

  private void confirm(FloorDatabase orders, List<Row> batch, List<String> ids)
      throws SQLException {
    orders.table("orders").lock("id", ids);
    Table history = orders.table("order_event");
    for (String heard : List.of("InventoryReserved", "PaymentSucceeded", "OrderConfirmed")) {
      history.insertAll(sample.history(heard, ids));
    }
    orders.table("orders").updateAll(batch.stream().map(PostgresFloor::confirmed).toList());
    publish(orders, "OrderConfirmed", ids);
  }

  private static Row confirmed(Row order) {
    return order.with(
        "stock",
        "RESERVED",
        "payment",
        "AUTHORIZED",
        "confirmation_mail",
        "AWAITED",
        "version",
        "4",
        "redrive_at",
        order.text("deadline_at"));
  }

  private void commit(FloorDatabase stock, List<Row> batch, List<String> ids) throws SQLException {
    Table reservations = stock.table("reservation");
    reservations.lock("order_id", ids);
    stock.table("stock").lock("sku", skus(batch));
    reservations.updateAll(sample.rows("reservation", ids));
    stock.update(COMMIT, skus(batch));
    publish(stock, "InventoryCommitted", ids);
  }

  private void capture(FloorDatabase payments, List<String> ids) throws SQLException {
    Table table = payments.table("payment");
    table.lock("order_id", ids);
    table.updateAll(changed("payment", ids, "state", "AUTHORIZED", "next_attempt_at", "now"));
    payments.commit();
    table.lock("order_id", ids);
    table.updateAll(sample.rows("payment", ids));
    publish(payments, "PaymentCaptured", ids);
  }

  private void mail(FloorDatabase mails, List<String> ids) throws SQLException {
    Table table = mails.table("notification");
    table.lock("order_id", ids);
    table.insertAll(
        changed(
            "notification",
            ids,
            "state",
            "PENDING",
            "event_sequence",
            null,
            "event_time",
            null,
            "answered_at",
            null,
            "next_attempt_at",
            "now"));
    mails.commit();
    table.lock("order_id", ids);
    table.updateAll(sample.rows("notification", ids));
    publish(mails, "NotificationSent", ids);
  }

  private void settle(FloorDatabase orders, List<Row> batch, List<String> ids) throws SQLException {
    orders.table("orders").lock("id", ids);
    Table history = orders.table("order_event");
    for (String heard : List.of("InventoryCommitted", "PaymentCaptured", "NotificationSent")) {
      history.insertAll(sample.history(heard, ids));
    }
    orders.table("orders").updateAll(batch);
    orders.commit();
  }

  private void publish(FloorDatabase service, String type, List<String> ids) throws SQLException {
    service.publish(sample.records(type, ids));
    service.commit();
    service.relay(BATCH);
  }

  private List<Row> changed(String table, List<String> ids, @Nullable String... changes) {
    return sample.rows(table, ids).stream().map(row -> row.with(changes)).toList();
  }

  private static List<String> skus(List<Row> orders) {
    return orders.stream()
        .flatMap(order -> SKU.matcher(order.text("lines")).results())
        .map(match -> match.group(1))
        .toList();
  }
}
