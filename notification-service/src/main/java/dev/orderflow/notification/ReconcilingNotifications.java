package dev.orderflow.notification;

import dev.orderflow.http.reconciliation.ReconciliationSettings;
import dev.orderflow.http.reconciliation.Reconciling;
import dev.orderflow.http.reconciliation.Run;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/**
 * Finds mails that are pending for too long, and such that wait for another that is none. Through
 * the index of pending mails: however many there are. Whether each outcome has its mail is not to
 * be seen here; order-service waits for the answer.
 */
@Service
class ReconcilingNotifications implements Reconciling {

  /** More mails that are late have one cause. */
  private static final int MOST_PENDING = 1000;

  private final JdbcTemplate jdbc;
  private final ReconciliationSettings settings;

  ReconcilingNotifications(JdbcTemplate jdbc, ReconciliationSettings settings) {
    this.jdbc = jdbc;
    this.settings = settings;
  }

  @Override
  public void reconcile(Run run) {
    findPending(run);
    findForgotten(run);
  }

  private void findPending(Run run) {
    jdbc.query(
        """
        select order_id, kind, recorded_at, attempts, last_error from notification
        where state = 'PENDING' and recorded_at < now() - make_interval(secs => ?)
        order by next_attempt_at limit ?
        """,
        row -> {
          run.found("pending", row.getString("order_id"), pending(row));
        },
        settings.overdue().toSeconds(),
        MOST_PENDING);
    run.checked(0);
  }

  // What waits for another mail is leased in the transaction that answers that one.
  private void findForgotten(Run run) {
    jdbc.query(
        """
        select order_id, kind from notification waiting
        where state = 'PENDING' and next_attempt_at is null and not exists (
          select 1 from notification other
          where other.order_id = waiting.order_id and other.kind <> waiting.kind and other.state = 'PENDING')
        limit ?
        """,
        row -> {
          run.found(
              "forgotten",
              row.getString("order_id"),
              row.getString("kind") + " is pending, but no attempt is planned");
        },
        MOST_PENDING);
    run.checked(0);
  }

  private static String pending(ResultSet row) throws SQLException {
    String error = row.getString("last_error");
    return "%s pending since %s, %d attempts%s"
        .formatted(
            row.getString("kind"),
            row.getTimestamp("recorded_at").toInstant(),
            row.getInt("attempts"),
            error == null ? "" : ", last error: " + error);
  }
}
