package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.AllAtOnce;
import dev.orderflow.localstack.Service;
import java.util.stream.Stream;

/**
 * Orders of the days before, confirmed, paid, mailed and settled: rows that agree with each other
 * in all four databases. They were never on a topic, nor at the provider.
 */
final class PastOrders {

  private static final String LINES =
      """
      '[{"sku": "SKU-' || n % 1000 || '", "name": "Product number ' || n % 1000 || '", "quantity": 1, "unitPrice": \
      {"amount": "5.99", "currency": "EUR"}, "lineTotal": {"amount": "5.99", "currency": "EUR"}}]'\
      """;

  private static final String ORDER =
      """
      '{"orderId":"' || id || '","orderNumber":"OF-' || n || '","customer":{"name":"Ada Lovelace","email":\
      "past-' || n || '@example.com"},"lines":' || lines || ',"total":{"amount":"5.99","currency":"EUR"}}'\
      """;

  private final Database database;
  private final String past;

  /** An order every tenth of a second, the last one a day ago; ids are in the order of time. */
  private PastOrders(Database database, int count) {
    this.database = database;
    past =
        """
        with past as (
          select n, moment, %3$s as lines,
            (left(hex, 8) || '-' || right(hex, 4) || '-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id
          from (select n, moment, lpad(to_hex((extract(epoch from moment) * 1000)::bigint), 12, '0') as hex
            from (select n, date_trunc('day', now()) - interval '1 day' - (%1$d - n) * interval '100 ms' as moment
              from generate_series(1, %1$d) n) moments) hexes)
        """
            .formatted(count, 0, LINES);
  }

  /** Takes minutes for a million. */
  static void fill(Database database, int count) {
    PastOrders orders = new PastOrders(database, count);
    AllAtOnce.run(
        Stream.of(orders::orders, orders::reservations, orders::payments, orders::notifications));
  }

  private void orders() {
    load(
        Service.ORDER,
        """
        insert into orders (id, caller, idempotency_key, request_hash, customer_name, customer_email, lines,
          total, currency, status, stock, payment, confirmation_mail, version, sequence,
          inventory_sequence, payment_sequence, notification_sequence, created_at, updated_at,
          stated_at, confirmed_at, deadline_at)
        select id, 'anonymous', 'past-' || n, md5(n::text)::uuid, 'Ada Lovelace',
          'past-' || n || '@example.com', lines::jsonb, 5.99, 'EUR', 'CONFIRMED', 'COMMITTED',
          'CAPTURED', 'SENT', 7, 2, 2, 2, 1, moment, moment, moment, moment,
          moment + interval '15 min' from past\
        """,
        """
        insert into order_event
        select id, version, md5(id::text || version)::uuid, type, source, sequence,
          md5(id::text || version - 1)::uuid, moment, '00-' || md5(id::text) || '-b7ad6b7169203331-01',
          case type
            when 'OrderCreated' then %1$s
            when 'OrderConfirmed' then %1$s
            else '{"orderId":"' || id || '","amount":{"amount":"5.99","currency":"EUR"},"reference":"pi_' || n || '"}'
          end
        from past, (values
          (1, 'OrderCreated', 'order-service', 1), (2, 'InventoryReserved', 'inventory-service', 1),
          (3, 'PaymentSucceeded', 'payment-service', 1), (4, 'OrderConfirmed', 'order-service', 2),
          (5, 'InventoryCommitted', 'inventory-service', 2), (6, 'PaymentCaptured', 'payment-service', 2),
          (7, 'NotificationSent', 'notification-service', 1)) life (version, type, source, sequence)\
        """
            .formatted(ORDER));
  }

  private void reservations() {
    load(
        Service.INVENTORY,
        """
        insert into reservation
        select id, 'COMMITTED', ('[{"sku": "SKU-' || n % 1000 || '", "quantity": 1}]')::jsonb, '[]', true, 2, 2,
          moment, md5(id::text || '4')::uuid from past\
        """);
    database.execute(
        Service.INVENTORY,
        """
        update stock set on_hand = on_hand - sold, committed = committed + sold
        from (select lines -> 0 ->> 'sku' as sku, count(*) as sold from reservation group by 1) past
        where stock.sku = past.sku\
        """);
  }

  private void payments() {
    load(
        Service.PAYMENT,
        """
        insert into payment (order_id, state, goal, amount, currency, reference, order_sequence, goal_cause,
          event_sequence, event_time, causation_id, key_round, looking_up, waiting_since, attempts)
        select id, 'CAPTURED', 'CAPTURED', 5.99, 'EUR', 'pi_past_' || n, 2, md5(id::text || '4')::uuid,
          2, moment, md5(id::text || '4')::uuid, 0, false, moment, 0 from past\
        """);
  }

  private void notifications() {
    load(
        Service.NOTIFICATION,
        """
        insert into notification (order_id, kind, state, message_id, content, causation_id, recorded_at,
          attempts, answered_at, event_sequence, event_time)
        select id, 'ORDER_CONFIRMED', 'SENT', '<' || id || '.confirmed@orderflow.example>', (%s)::jsonb,
          md5(id::text || '4')::uuid, moment, 1, moment, 1, moment from past\
        """
            .formatted(ORDER));
  }

  private void load(Service service, String... inserts) {
    for (String insert : inserts) database.load(service, past + insert);
    database.execute(service, "vacuum analyze");
  }
}
