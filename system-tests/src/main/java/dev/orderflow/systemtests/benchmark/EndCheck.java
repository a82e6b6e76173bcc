package dev.orderflow.systemtests.benchmark;

import dev.orderflow.localstack.Service;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether every order of a run ended right, by what each service, the payment provider and the
 * inbox know of it. The letters are those of the promises in the README.
 */
final class EndCheck {

  /** Beyond so many, more examples tell nothing new. */
  private static final int EXAMPLES = 20;

  private static final Set<String> GIVEN_BACK = Set.of("VOIDED", "REFUNDED", "DECLINED");

  /** An order as its service has it, and what the others said of it. */
  private static final class Case {
    final @Nullable Outcome expected;
    final String status;
    final long due;
    final int mails;
    boolean paymentSeen;
    long charged;
    int captures;
    int mailsSeen;

    Case(@Nullable Outcome expected, ResultSet row) throws SQLException {
      this.expected = expected;
      status = row.getString("status");
      due = status.equals("CONFIRMED") ? minor(row.getBigDecimal("total")) : 0;
      mails = (row.getBoolean("confirmed") ? 1 : 0) + (status.equals("CANCELLED") ? 1 : 0);
    }
  }

  private final Database database;
  private final Sandboxes sandboxes;
  private final Map<UUID, Case> cases = new HashMap<>();
  private final List<String> examples = new ArrayList<>();
  private int violations;

  private EndCheck(Database database, Sandboxes sandboxes) {
    this.database = database;
    this.sandboxes = sandboxes;
  }

  /**
   * @param orders how many were looked at
   * @param violations what was not right, and the first examples of it
   */
  record Result(int orders, int violations, List<String> examples) {}

  /** Of everything since the run began; the system must be quiet. */
  static Result of(Placements run, Database database, Sandboxes sandboxes) {
    EndCheck check = new EndCheck(database, sandboxes);
    check.orders(run);
    check.payments();
    check.ledger();
    check.mails();
    check.stock();
    check.nothingIsLeft();
    return new Result(check.cases.size(), check.violations, check.examples);
  }

  private void orders(Placements run) {
    Map<UUID, Outcome> expected = new HashMap<>();
    for (int order = 0; order < run.count(); order++) {
      if (run.isAccepted(order)) expected.put(run.id(order), run.outcome(order));
    }
    database.query(
        Service.ORDER,
        orderRows(run),
        row -> {
          UUID id = row.getObject("id", UUID.class);
          Case found = new Case(expected.remove(id), row);
          cases.put(id, found);
          order(id, found, row);
        });
    expected.keySet().forEach(id -> violated("O1", id, "was accepted and is not there"));
    int unanswered = run.count() - run.accepted();
    check(
        cases.size() <= run.accepted() + unanswered,
        "O1",
        "all",
        cases.size() + " orders for " + run.count() + " requests");
  }

  private static String orderRows(Placements run) {
    return """
    select o.*, confirmed_at is not null as confirmed,
      (select count(*) from order_event e where e.order_id = o.id) as entries
    from orders o where created_at >= timestamptz '%s' order by id\
    """
        .formatted(run.start());
  }

  private void order(UUID id, Case found, ResultSet row) throws SQLException {
    String reason = row.getString("cancellation_reason");
    if (found.expected != null) {
      check(
          found.status.equals(found.expected.status)
              && (reason == null ? "" : reason).equals(found.expected.reason),
          "O3",
          id,
          "is " + found.status + " " + reason + " instead of " + found.expected);
    }
    String stock = row.getString("stock");
    String payment = row.getString("payment");
    boolean settled =
        found.status.equals("CONFIRMED")
            ? stock.equals("COMMITTED") && payment.equals("CAPTURED")
            : !found.status.equals("PENDING")
                && Set.of("RELEASED", "REJECTED").contains(stock)
                && GIVEN_BACK.contains(payment);
    check(settled, "O3", id, "is not settled: " + stock + ", " + payment);
    check(
        row.getInt("version") == row.getInt("entries"),
        "O4",
        id,
        "has version " + row.getInt("version") + " and " + row.getInt("entries") + " entries");
  }

  private void payments() {
    database.query(
        Service.PAYMENT,
        "select order_id, state, amount, token is not null as kept from payment",
        row -> {
          UUID id = row.getObject("order_id", UUID.class);
          Case found = cases.get(id);
          if (found == null) return;
          found.paymentSeen = true;
          String state = row.getString("state");
          boolean right =
              found.status.equals("CONFIRMED")
                  ? state.equals("CAPTURED") && minor(row.getBigDecimal("amount")) == found.due
                  : GIVEN_BACK.contains(state);
          check(right, "M1", id, "is " + found.status + ", its payment " + state);
          check(!row.getBoolean("kept"), "C1", id, "the payment keeps its token");
        });
    cases.forEach((id, found) -> check(found.paymentSeen, "M1", id, "has no payment"));
  }

  private void ledger() {
    sandboxes.ledger(charge -> {
      Case found = cases.get(charge.orderId());
      if (found == null) return;
      switch (charge.operation()) {
        case "CAPTURED" -> {
          found.charged += charge.amount();
          found.captures++;
        }
        case "REFUNDED" -> found.charged -= charge.amount();
        default -> {}
      }
    });
    cases.forEach((id, found) -> {
      check(
          found.charged == found.due,
          "M1",
          id,
          "was charged " + found.charged + " instead of " + found.due);
      check(found.captures <= 1, "M1", id, "was captured " + found.captures + " times");
    });
  }

  private void mails() {
    sandboxes.mails(order -> {
      Case found = cases.get(order);
      if (found != null) found.mailsSeen++;
    });
    cases.forEach((id, found) ->
        check(
            found.mailsSeen == found.mails,
            "N1",
            id,
            found.mailsSeen + " mails for " + found.mails + " outcomes"));
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
    check(wrong == 0, "S2", "stock", wrong + " products do not add up");
  }

  private void nothingIsLeft() {
    for (Service service : Service.values()) {
      long parked = database.count(service, "select count(*) from parked_event");
      check(parked == 0, "P1", service.folder(), parked + " events are parked");
      long outbox = database.count(service, "select count(*) from outbox");
      check(outbox == 0, "O3", service.folder(), outbox + " rows are left in the outbox");
    }
  }

  private void check(boolean holds, String promise, Object subject, String what) {
    if (!holds) violated(promise, subject, what);
  }

  private void violated(String promise, Object subject, String what) {
    if (++violations <= EXAMPLES) examples.add(promise + " " + subject + " " + what);
  }

  private static long minor(BigDecimal amount) {
    return amount.unscaledValue().longValueExact();
  }
}
