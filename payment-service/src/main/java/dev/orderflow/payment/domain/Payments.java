package dev.orderflow.payment.domain;

import static dev.orderflow.jdbc.Columns.time;
import static dev.orderflow.jdbc.Columns.timeOrNull;
import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * All payments. Rows are read with their locks, in order-id order, and written many per statement:
 * each order passes here four times, and one statement for hundreds of rows costs the database a
 * fraction of hundreds of statements.
 */
@Repository
public class Payments {

  /**
   * While the provider is away for long, every payment waits: looking at them all, as often as
   * metrics are scraped, would be work that grows with the outage.
   */
  private static final int MOST_WAITING = 10_000;

  private static final Rows<Payment> KEY =
      Rows.<Payment>none().with("order_id", "uuid", p -> p.orderId);
  private static final Rows<Payment> WRITTEN_ONCE =
      Rows.<Payment>none()
          .with("amount", "numeric", p -> p.amount.amount())
          .with("currency", "text", p -> p.amount.currency().getCurrencyCode());
  private static final Rows<Payment> CHANGING =
      Rows.<Payment>none()
          .with("state", "text", p -> p.state.name())
          .with("goal", "text", p -> p.goal.name())
          .with("token", "text", p -> p.token)
          .with("reference", "text", p -> p.reference)
          .with("failure_code", "text", p -> p.failureCode)
          .with("failure_detail", "text", p -> p.failureDetail)
          .with("order_sequence", "bigint", p -> p.orderSequence)
          .with("goal_cause", "uuid", p -> p.goalCause)
          .with("event_sequence", "bigint", p -> p.eventSequence)
          .with("event_time", "timestamptz", p -> p.eventTime)
          .with("causation_id", "uuid", p -> p.causationId)
          .with("traceparent", "text", p -> p.traceparent)
          .with("key_round", "integer", p -> p.keyRound)
          .with("looking_up", "boolean", p -> p.lookingUp)
          .with("waiting_since", "timestamptz", p -> p.waitingSince)
          .with("attempts", "integer", p -> p.attempts)
          .with("next_attempt_at", "timestamptz", p -> p.nextAttemptAt)
          .with("last_error", "text", p -> p.lastError);
  private static final Rows.Write<Payment> INSERT =
      KEY.with(WRITTEN_ONCE).with(CHANGING).insertInto("payment");
  private static final Rows.Write<Payment> UPDATE = CHANGING.updateOf("payment", KEY);

  private final JdbcTemplate jdbc;

  Payments(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By the database's clock. */
  public Instant now() {
    OffsetDateTime now = jdbc.queryForObject("select clock_timestamp()", OffsetDateTime.class);
    return requireNonNull(now).toInstant();
  }

  /** The rows of those orders that have one. */
  public Locked<Payment> lock(Collection<UUID> orderIds) {
    return Locked.read(
        jdbc,
        "select * from payment where order_id = any (?) order by order_id for no key update",
        Payments::payment,
        (Object) orderIds.toArray(UUID[]::new));
  }

  /** Rows that are due and that nobody else has locked, the longest due first. */
  public Locked<Payment> lockDue(int limit) {
    return Locked.read(
        jdbc,
        """
        select * from payment where next_attempt_at <= now()
        order by next_attempt_at limit ? for no key update skip locked\
        """,
        Payments::payment,
        limit);
  }

  public Optional<Payment> find(UUID orderId) {
    return jdbc
        .query("select * from payment where order_id = ?", Payments::payment, orderId)
        .stream()
        .findAny();
  }

  /** Those of the orders with an id beyond the given one, in the order of their ids. */
  public List<Payment> beyond(UUID orderId, int limit) {
    return jdbc.query(
        "select * from payment where order_id > ? order by order_id limit ?",
        Payments::payment,
        orderId,
        limit);
  }

  /** Those of the orders with an id between the given ones, the latest first. */
  public List<Payment> latest(UUID beyond, UUID before, int limit) {
    return jdbc.query(
        """
        select * from payment where order_id > ? and order_id < ? order by order_id desc limit ?
        """,
        Payments::payment,
        beyond,
        before,
        limit);
  }

  /** Those that have waited for the provider for so long, the first due first. */
  public List<Payment> waitingFor(Duration time, int limit) {
    return jdbc.query(
        """
        select * from payment
        where next_attempt_at is not null and waiting_since < now() - make_interval(secs => ?)
        order by next_attempt_at limit ?
        """,
        Payments::payment,
        time.toMillis() / 1000.0,
        limit);
  }

  /** Fails if one of them exists: another instance was faster. */
  public Change insert(Collection<Payment> payments) {
    return INSERT.of(payments);
  }

  /** To payments whose rows are locked. */
  public Change update(Collection<Payment> payments) {
    return UPDATE.of(payments);
  }

  /**
   * How long the oldest unmet goal has waited for its present operation, in seconds; looked for
   * among the {@link #MOST_WAITING} that are due first.
   */
  public double oldestWait() {
    Double seconds =
        jdbc.queryForObject(
            """
            select coalesce(extract(epoch from now() - min(waiting_since)), 0)
            from (select waiting_since from payment
                  where next_attempt_at is not null order by next_attempt_at limit ?) waiting
            """,
            Double.class,
            MOST_WAITING);
    return seconds == null ? 0 : seconds;
  }

  /** How many have waited for that long, counted among the {@link #MOST_WAITING} due first. */
  public int waiting(Duration time) {
    Integer payments =
        jdbc.queryForObject(
            """
            select count(*) filter (where waiting_since < now() - make_interval(secs => ?))
            from (select waiting_since from payment
                  where next_attempt_at is not null order by next_attempt_at limit ?) waiting
            """,
            Integer.class,
            time.toMillis() / 1000.0,
            MOST_WAITING);
    return requireNonNull(payments);
  }

  private static Payment payment(ResultSet row, int number) throws SQLException {
    Payment payment =
        new Payment(
            row.getObject("order_id", UUID.class),
            new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))),
            row.getObject("goal_cause", UUID.class),
            time(row, "waiting_since"));
    payment.state = PaymentState.valueOf(row.getString("state"));
    payment.goal = PaymentGoal.valueOf(row.getString("goal"));
    payment.token = row.getString("token");
    payment.reference = row.getString("reference");
    payment.failureCode = row.getString("failure_code");
    payment.failureDetail = row.getString("failure_detail");
    payment.orderSequence = row.getLong("order_sequence");
    payment.eventSequence = row.getLong("event_sequence");
    payment.eventTime = timeOrNull(row, "event_time");
    payment.causationId = row.getObject("causation_id", UUID.class);
    payment.traceparent = row.getString("traceparent");
    payment.keyRound = row.getInt("key_round");
    payment.lookingUp = row.getBoolean("looking_up");
    payment.attempts = row.getInt("attempts");
    payment.nextAttemptAt = timeOrNull(row, "next_attempt_at");
    payment.lastError = row.getString("last_error");
    return payment;
  }
}
