package dev.orderflow.order;

import dev.orderflow.http.reconciliation.ReconciliationSettings;
import dev.orderflow.http.reconciliation.Reconciling;
import dev.orderflow.http.reconciliation.Run;
import dev.orderflow.order.domain.MailProgress;
import dev.orderflow.order.domain.OrderStatus;
import dev.orderflow.order.domain.PaymentProgress;
import dev.orderflow.order.domain.Retelling;
import dev.orderflow.order.domain.Snapshot;
import dev.orderflow.order.domain.StockProgress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Compares each order's row with its history, and finds orders that have waited for answers for too
 * long. Row and history are read by one statement, so what happens meanwhile contradicts nothing.
 */
@Service
class ReconcilingOrders implements Reconciling {

  /** Some tens of milliseconds of reading. */
  private static final int STEP = 500;

  /** More orders that wait have one cause. */
  private static final int MOST_UNANSWERED = 1000;

  private static final UUID START = new UUID(0, 0);

  private static final String ORDERS_WITH_HISTORY =
      """
      select o.*, coalesce((select string_agg(version || ' ' || type, ',' order by version)
                            from order_event where order_id = o.id), '') as history
      from (select id, status, stock, payment, confirmation_mail, cancellation_mail, version, redrive_at
            from orders where id > ? order by id limit ?) o
      order by id
      """;

  private record Told(UUID id, Snapshot row, List<Retelling.Line> history) {}

  private final JdbcTemplate jdbc;
  private final ReconciliationSettings settings;
  private final boolean historiesAreErased;

  ReconcilingOrders(JdbcTemplate jdbc, ReconciliationSettings settings, OrderSettings orders) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.historiesAreErased = orders.historyRetention() != null;
  }

  @Override
  public void reconcile(Run run) {
    compareHistories(run);
    findUnanswered(run);
  }

  private void compareHistories(Run run) {
    UUID beyond = START;
    List<Told> step;
    do {
      step = jdbc.query(ORDERS_WITH_HISTORY, ReconcilingOrders::told, beyond, STEP);
      for (Told order : step) {
        if (!isErased(order)) compare(order, run);
        beyond = order.id();
      }
      run.checked(step.size());
    } while (step.size() == STEP);
  }

  // What came in since then is the whole of its history.
  private boolean isErased(Told order) {
    boolean hasBeginning = !order.history.isEmpty() && order.history.getFirst().version() == 1;
    return historiesAreErased && !order.row.driven() && !hasBeginning;
  }

  private static void compare(Told order, Run run) {
    Retelling.contradictions(order.row, order.history)
        .forEach(what -> run.found("history", order.id, what));
  }

  // Through the index of those that wait: however many orders there are.
  private void findUnanswered(Run run) {
    jdbc.query(
        """
        select id, status, stock, payment, stated_at from orders
        where redrive_at is not null and stated_at < now() - make_interval(secs => ?)
        order by redrive_at limit ?
        """,
        row -> {
          run.found("unanswered", row.getString("id"), unanswered(row));
        },
        settings.overdue().toSeconds(),
        MOST_UNANSWERED);
    run.checked(0);
  }

  private static String unanswered(ResultSet row) throws SQLException {
    return "%s, stock %s, payment %s: waits for answers since %s"
        .formatted(
            row.getString("status"),
            row.getString("stock"),
            row.getString("payment"),
            row.getTimestamp("stated_at").toInstant());
  }

  private static Told told(ResultSet row, int number) throws SQLException {
    return new Told(
        row.getObject("id", UUID.class),
        new Snapshot(
            OrderStatus.valueOf(row.getString("status")),
            StockProgress.valueOf(row.getString("stock")),
            PaymentProgress.valueOf(row.getString("payment")),
            MailProgress.valueOf(row.getString("confirmation_mail")),
            MailProgress.valueOf(row.getString("cancellation_mail")),
            row.getInt("version"),
            row.getObject("redrive_at") != null),
        lines(row.getString("history")));
  }

  private static List<Retelling.Line> lines(String history) {
    if (history.isEmpty()) return List.of();
    return Arrays.stream(history.split(",", -1)).map(ReconcilingOrders::line).toList();
  }

  private static Retelling.Line line(String text) {
    int space = text.indexOf(' ');
    return new Retelling.Line(Integer.parseInt(text, 0, space, 10), text.substring(space + 1));
  }
}
