package dev.orderflow.payment.domain;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Money;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * All payments. Rows are read with their locks, in order-id order, and written many per statement:
 * each order passes here four times, and one statement for hundreds of rows costs the database a
 * fraction of hundreds of statements.
 */
@Repository
public class Payments {

  private record Column(String name, String type, Function<Payment, @Nullable Object> value) {}

  private static final List<Column> WRITTEN_ONCE =
      List.of(
          new Column("order_id", "uuid", p -> p.orderId),
          new Column("amount", "numeric", p -> p.amount.amount()),
          new Column("currency", "text", p -> p.amount.currency().getCurrencyCode()));

  private static final List<Column> CHANGING =
      List.of(
          new Column("state", "text", p -> p.state.name()),
          new Column("goal", "text", p -> p.goal.name()),
          new Column("token", "text", p -> p.token),
          new Column("reference", "text", p -> p.reference),
          new Column("failure_code", "text", p -> p.failureCode),
          new Column("failure_detail", "text", p -> p.failureDetail),
          new Column("order_sequence", "bigint", p -> p.orderSequence),
          new Column("goal_cause", "uuid", p -> p.goalCause),
          new Column("event_sequence", "bigint", p -> p.eventSequence),
          new Column("event_time", "timestamptz", p -> p.eventTime),
          new Column("causation_id", "uuid", p -> p.causationId),
          new Column("traceparent", "text", p -> p.traceparent),
          new Column("key_round", "integer", p -> p.keyRound),
          new Column("looking_up", "boolean", p -> p.lookingUp),
          new Column("waiting_since", "timestamptz", p -> p.waitingSince),
          new Column("attempts", "integer", p -> p.attempts),
          new Column("next_attempt_at", "timestamptz", p -> p.nextAttemptAt),
          new Column("last_error", "text", p -> p.lastError));

  private static final List<Column> ALL =
      Stream.concat(WRITTEN_ONCE.stream(), CHANGING.stream()).toList();

  private static final List<Column> KEY_AND_CHANGING =
      Stream.concat(Stream.of(WRITTEN_ONCE.getFirst()), CHANGING.stream()).toList();

  private static final String INSERT =
      "insert into payment (%s) select * from %s".formatted(names(ALL), rows(ALL));

  private static final String UPDATE =
      "update payment p set %s from %s where p.order_id = row.order_id"
          .formatted(
              joined(CHANGING, column -> column.name + " = row." + column.name),
              rows(KEY_AND_CHANGING));

  private final JdbcTemplate jdbc;

  Payments(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** The database's clock; to be asked after locks, which may have been waited for. */
  public Instant now() {
    OffsetDateTime now = jdbc.queryForObject("select clock_timestamp()", OffsetDateTime.class);
    return requireNonNull(now).toInstant();
  }

  /** Locks the rows of those orders that have one until the transaction ends. */
  public List<Payment> lock(Collection<UUID> orderIds) {
    return jdbc.query(
        "select * from payment where order_id = any (?) order by order_id for no key update",
        Payments::payment,
        (Object) orderIds.toArray(UUID[]::new));
  }

  /** Locks rows that are due and that nobody else has locked, the longest due first. */
  public List<Payment> lockDue(int limit) {
    return jdbc.query(
        """
        select * from payment where next_attempt_at <= now()
        order by next_attempt_at limit ? for no key update skip locked
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

  public void insert(Collection<Payment> payments) {
    write(INSERT, ALL, payments);
  }

  /** Writes payments whose rows are locked. */
  public void update(Collection<Payment> payments) {
    write(UPDATE, KEY_AND_CHANGING, payments);
  }

  /** How long the oldest unmet goal has waited for its present operation, in seconds. */
  public double oldestWait() {
    Double seconds =
        jdbc.queryForObject(
            """
            select coalesce(extract(epoch from now() - min(waiting_since)), 0)
            from payment where next_attempt_at is not null
            """,
            Double.class);
    return seconds == null ? 0 : seconds;
  }

  private void write(String sql, List<Column> columns, Collection<Payment> payments) {
    if (payments.isEmpty()) return;
    jdbc.update(connection -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      for (int i = 0; i < columns.size(); i++) {
        statement.setArray(i + 1, array(connection, columns.get(i), payments));
      }
      return statement;
    });
  }

  private static Array array(Connection connection, Column column, Collection<Payment> payments)
      throws SQLException {
    Object[] values =
        payments.stream().map(column.value).map(Payments::sqlValue).toArray(Object[]::new);
    return connection.createArrayOf(column.type, values);
  }

  private static @Nullable Object sqlValue(@Nullable Object value) {
    return value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value;
  }

  private static String names(List<Column> columns) {
    return joined(columns, Column::name);
  }

  private static String rows(List<Column> columns) {
    String arrays = joined(columns, column -> "?::" + column.type + "[]");
    return "unnest(%s) as row (%s)".formatted(arrays, names(columns));
  }

  private static String joined(List<Column> columns, Function<Column, String> text) {
    return columns.stream().map(text).collect(Collectors.joining(", "));
  }

  private static Payment payment(ResultSet row, int number) throws SQLException {
    Payment payment =
        new Payment(
            row.getObject("order_id", UUID.class),
            new Money(row.getBigDecimal("amount"), Currency.getInstance(row.getString("currency"))),
            row.getObject("goal_cause", UUID.class),
            row.getObject("waiting_since", OffsetDateTime.class).toInstant());
    payment.state = PaymentState.valueOf(row.getString("state"));
    payment.goal = PaymentGoal.valueOf(row.getString("goal"));
    payment.token = row.getString("token");
    payment.reference = row.getString("reference");
    payment.failureCode = row.getString("failure_code");
    payment.failureDetail = row.getString("failure_detail");
    payment.orderSequence = row.getLong("order_sequence");
    payment.eventSequence = row.getLong("event_sequence");
    payment.eventTime = instant(row, "event_time");
    payment.causationId = row.getObject("causation_id", UUID.class);
    payment.traceparent = row.getString("traceparent");
    payment.keyRound = row.getInt("key_round");
    payment.lookingUp = row.getBoolean("looking_up");
    payment.attempts = row.getInt("attempts");
    payment.nextAttemptAt = instant(row, "next_attempt_at");
    payment.lastError = row.getString("last_error");
    return payment;
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
