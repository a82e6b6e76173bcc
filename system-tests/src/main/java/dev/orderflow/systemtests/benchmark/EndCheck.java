package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Whether every order of a run ended right, and nothing is left over: by SQL, by the payment
 * provider's ledger and by the inbox. Costs memory for the orders of the run only.
 */
final class EndCheck {

  /** Beyond so many, more examples tell nothing new. */
  private static final int EXAMPLES = 20;

  /**
   * @param orders how many were looked at
   * @param findings how much was not right, and the first examples of it
   */
  record Result(int orders, int findings, List<String> examples) {}

  private final Database database;
  private final Map<UUID, Ending> endings = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private int findings;

  private EndCheck(Database database) {
    this.database = database;
  }

  /** Of all orders since the run began; the system must be quiet. */
  static Result of(Placements run, Database database, Sandboxes sandboxes) {
    EndCheck check = new EndCheck(database);
    check.orders(run);
    check.reservations();
    check.payments();
    check.sandboxes(sandboxes);
    check.endings.forEach((id, ending) ->
        ending.faults().forEach(fault -> check.found("order " + id + ": " + fault)));
    check.stock();
    check.leftovers();
    return new Result(check.endings.size(), check.findings, check.examples);
  }

  private void orders(Placements run) {
    Map<UUID, Outcome> accepted = run.outcomes();
    database.query(
        Service.ORDER,
        """
        select o.*, (select count(*) from order_event e where e.order_id = o.id) as entries
        from orders o where created_at >= timestamptz '%s'\
        """
            .formatted(run.start()),
        row -> {
          UUID id = row.getObject("id", UUID.class);
          endings.put(id, ending(new Ending(accepted.remove(id)), row));
        });
    accepted.keySet().forEach(id -> found("order " + id + ": O1 was accepted and is not there"));
    if (endings.size() > run.count()) {
      found("O1 " + endings.size() + " orders came of " + run.count() + " requests");
    }
  }

  private static Ending ending(Ending ending, ResultSet row) throws SQLException {
    String reason = row.getString("cancellation_reason");
    ending.status = row.getString("status");
    ending.reason = reason == null ? "" : reason;
    ending.stock = row.getString("stock");
    ending.payment = row.getString("payment");
    ending.confirmedOnce = row.getObject("confirmed_at") != null;
    ending.total = minor(row.getBigDecimal("total"));
    ending.version = row.getInt("version");
    ending.historyEntries = row.getInt("entries");
    return ending;
  }

  private void reservations() {
    ofEndings(
        Service.INVENTORY,
        "select order_id, state from reservation",
        (ending, row) -> ending.reservationState = row.getString("state"));
  }

  private void payments() {
    ofEndings(
        Service.PAYMENT,
        "select order_id, state, token is not null as kept from payment",
        (ending, row) -> {
          ending.paymentState = row.getString("state");
          ending.tokenKept = row.getBoolean("kept");
        });
  }

  private interface Note {
    void of(Ending ending, ResultSet row) throws SQLException;
  }

  private void ofEndings(Service service, String sql, Note note) {
    database.query(
        service,
        sql,
        row -> {
          Ending ending = endings.get(row.getObject("order_id", UUID.class));
          if (ending != null) note.of(ending, row);
        });
  }

  private void sandboxes(Sandboxes sandboxes) {
    sandboxes.ledger(charge -> {
      Ending ending = endings.get(charge.orderId());
      if (ending == null) return;
      if (charge.operation().equals("CAPTURED")) {
        ending.charged += charge.amount();
        ending.captures++;
      } else if (charge.operation().equals("REFUNDED")) {
        ending.charged -= charge.amount();
      }
    });
    sandboxes.mails(order -> {
      Ending ending = endings.get(order);
      if (ending != null) ending.mails++;
    });
  }

  private void stock() {
    long wrong =
        database.count(
            Service.INVENTORY,
            """
            select count(*) from stock s left join (
              select line ->> 'sku' as sku,
                sum((line ->> 'quantity')::bigint) filter (where state = 'RESERVED') as reserved,
                sum((line ->> 'quantity')::bigint) filter (where state = 'COMMITTED') as committed
              from reservation, jsonb_array_elements(lines) line group by 1) held using (sku)
            where s.on_hand <> s.restocked - s.committed + s.returned
              or s.reserved <> coalesce(held.reserved, 0)
              or s.committed - s.returned <> coalesce(held.committed, 0)\
            """);
    if (wrong > 0) found("S2 the stock of " + wrong + " products does not follow from the orders");
  }

  private void leftovers() {
    for (Service service : Service.values()) {
      long parked = database.count(service, "select count(*) from parked_event");
      if (parked > 0) found("P1 " + parked + " events are parked in " + service.folder());
      long outbox = database.count(service, "select count(*) from outbox");
      if (outbox > 0) found("O3 " + outbox + " events are left in " + service.folder());
    }
  }

  private void found(String what) {
    if (++findings <= EXAMPLES) examples.add(what);
  }

  private static long minor(BigDecimal amount) {
    return amount.unscaledValue().longValueExact();
  }
}
