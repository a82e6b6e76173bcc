package dev.orderflow.notification.domain;

import static java.util.Objects.requireNonNull;

import dev.orderflow.events.OrderCancelled;
import dev.orderflow.events.OrderConfirmed;
import dev.orderflow.events.OrderEvent;
import dev.orderflow.events.value.NotificationKind;
import dev.orderflow.events.wire.EventJson;
import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Locked;
import dev.orderflow.jdbc.Rows;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * All notifications. Rows are locked in the order of their key. What is due, leased or old is
 * decided by the database's clock. A lease begins when it is given, not with its transaction, which
 * may have waited for locks: else it would be shorter than its holder believes.
 */
@Repository
public class Notifications {

  private static final int BATCH = 500;

  /**
   * What is leased at a time ends with the mail whose content reaches this. It can be large, as a
   * stranger may write it: hundreds of such mails would not fit into memory, at no start.
   */
  private static final int ENOUGH_BYTES = 4 * 1024 * 1024;

  private static final Rows<Recorded> AS_RECORDED =
      Rows.<Recorded>none()
          .with("order_id", "uuid", it -> it.notification().orderId())
          .with("kind", "text", it -> it.notification().kind().name())
          .with("message_id", "text", it -> it.notification().messageId())
          .with("content", "jsonb", it -> content(it.notification()))
          .with("causation_id", "uuid", it -> it.notification().causationId())
          .with("traceparent", "text", it -> it.notification().traceparent())
          .with("recorded_at", "timestamptz", it -> it.notification().recordedAt())
          .with("attempts", "integer", it -> it.notification().attempts());
  private static final Rows<Recorded> RECORDS =
      AS_RECORDED.with(
          "due", "double precision", it -> it.due() == null ? null : seconds(it.due()));
  private static final Rows.Write<Recorded> RECORD =
      RECORDS.write(
          """
          insert into notification (%s, next_attempt_at)
          select %1$s, clock_timestamp() + make_interval(secs => due) from %s\
          """
              .formatted(AS_RECORDED.names(), RECORDS.source()));

  private static final Rows<Notification> ANSWERS =
      Rows.<Notification>none()
          .with("order_id", "uuid", Notification::orderId)
          .with("kind", "text", one -> one.kind().name())
          .with("state", "text", one -> one.state().name())
          .with("event_sequence", "bigint", one -> answerOf(one).sequence())
          .with("event_time", "timestamptz", one -> answerOf(one).time())
          .with("failure_code", "text", one -> failure(one, Answer.Failure::code))
          .with("failure_detail", "text", one -> failure(one, Answer.Failure::detail));
  private static final Rows.Write<Notification> ANSWER =
      ANSWERS.write(
          """
          update notification n
          set state = row.state, event_sequence = row.event_sequence, event_time = row.event_time,
            failure_code = row.failure_code, failure_detail = row.failure_detail,
            answered_at = now(), next_attempt_at = null, last_error = null
          from %s where n.order_id = row.order_id and n.kind = row.kind\
          """
              .formatted(ANSWERS.source()));

  private final JdbcTemplate jdbc;

  Notifications(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * All notifications of these orders. Their {@link Notification#outcome} is null: it is most of a
   * row, has to be parsed, and many of the largest would not fit into memory.
   */
  public Locked<Notification> lock(Collection<UUID> orderIds) {
    String sql =
        """
        select order_id, kind, message_id, null as content, causation_id, traceparent, recorded_at, attempts,
          event_sequence, event_time, failure_code, failure_detail
        from notification where order_id = any(?)
        order by order_id, kind for no key update\
        """;
    return Locked.read(jdbc, sql, Notifications::read, (Object) orderIds.toArray(UUID[]::new));
  }

  /** With the outcome that is recorded; it may be one that is not stored yet, and has it. */
  public Notification withContent(Notification one) {
    String sql = "select * from notification where order_id = ? and kind = ?";
    return jdbc.query(sql, Notifications::read, one.orderId(), one.kind().name()).stream()
        .findFirst()
        .orElse(one);
  }

  /**
   * A notification that is to be recorded.
   *
   * @param due when its first attempt is; null if it waits for another of its order
   */
  public record Recorded(Notification notification, @Nullable Duration due) {}

  /** Fails if one of them exists: another instance was faster, and mails it. */
  public Change insert(List<Recorded> recorded) {
    return RECORD.of(recorded);
  }

  /**
   * Leases those that are due, the longest due first, passing over those that are locked: as many
   * as the limit, or as {@link #ENOUGH_BYTES} allow, and at least one.
   */
  public List<Notification> leaseDue(int limit, Duration lease) {
    String sql =
        """
        update notification n set next_attempt_at = clock_timestamp() + make_interval(secs => ?), attempts = attempts + 1
        from (select order_id, kind, coalesce(sum(octet_length(content::text)) over earlier, 0) as bytes_before
              from (select order_id, kind, content, next_attempt_at from notification
                    where state = 'PENDING' and next_attempt_at <= now()
                    order by next_attempt_at limit ? for no key update skip locked) locked
              window earlier as (order by next_attempt_at rows between unbounded preceding and 1 preceding)) due
        where n.order_id = due.order_id and n.kind = due.kind and bytes_before < ?
        returning n.*
        """;
    return jdbc.query(sql, Notifications::read, seconds(lease), limit, ENOUGH_BYTES);
  }

  /**
   * Leases what has waited for these, which have been answered. Asks the table once more: what was
   * recorded while {@link #lock} waited for its locks, that did not see.
   */
  public List<Notification> leaseWaitingFor(List<Notification> answered, Duration lease) {
    String sql =
        """
        update notification set next_attempt_at = clock_timestamp() + make_interval(secs => ?), attempts = attempts + 1
        where order_id = any(?) and state = 'PENDING' and next_attempt_at is null
        returning *
        """;
    UUID[] orderIds =
        answered.stream()
            .filter(one -> one.kind() == NotificationKind.ORDER_CONFIRMED)
            .map(Notification::orderId)
            .toArray(UUID[]::new);
    return orderIds.length == 0
        ? List.of()
        : jdbc.query(sql, Notifications::read, seconds(lease), orderIds);
  }

  /** To notifications whose rows are locked. */
  public Change answer(List<Notification> answered) {
    return ANSWER.of(answered);
  }

  /**
   * Another attempt is to be made.
   *
   * @param after how long from now
   * @param error why the last one failed; names nobody
   */
  public record Postponed(Notification notification, Duration after, String error) {}

  /** Leaves alone those that were leased again meanwhile. */
  public void postpone(List<Postponed> postponed) {
    String sql =
        """
        update notification set next_attempt_at = now() + make_interval(secs => ?), last_error = ?
        where order_id = ? and kind = ? and state = 'PENDING' and attempts = ?
        """;
    jdbc.batchUpdate(sql, postponed, BATCH, Notifications::writePostponed);
  }

  /**
   * Erases the content of some that were answered longer ago than this.
   *
   * @return how many; fewer than {@code limit} when there are no more
   */
  public int eraseContent(Duration answeredBefore, int limit) {
    String sql =
        """
        update notification n set content = null
        from (select order_id, kind from notification
              where content is not null and state <> 'PENDING'
                and answered_at <= now() - make_interval(secs => ?)
              order by answered_at limit ? for no key update skip locked) old
        where n.order_id = old.order_id and n.kind = old.kind
        """;
    return jdbc.update(sql, seconds(answeredBefore), limit);
  }

  /** How a notification stands, for an operator. */
  public record Standing(
      Notification notification, @Nullable Instant nextAttemptAt, @Nullable String lastError) {

    public Awaited awaited() {
      return switch (notification.state()) {
        case PENDING -> nextAttemptAt == null ? Awaited.OTHER_MAIL : Awaited.MAIL_SERVER;
        case SENT, FAILED -> Awaited.NOBODY;
      };
    }
  }

  /** In the order in which they are mailed: of one batch the confirmation is the first. */
  public List<Standing> ofOrder(UUID orderId) {
    return jdbc.query(
        "select * from notification where order_id = ? order by recorded_at, kind desc",
        (row, number) ->
            new Standing(
                read(row, number), instant(row, "next_attempt_at"), row.getString("last_error")),
        orderId);
  }

  /**
   * How many are pending, how many of them for longer than the given time, and for how many seconds
   * the oldest of them has been, all looked for among the {@code most} that are due first.
   */
  public record Backlog(long pending, long stuck, double oldestSeconds) {}

  public Backlog backlog(Duration stuck, int most) {
    String sql =
        """
        select count(*), count(*) filter (where recorded_at < now() - make_interval(secs => ?)),
               coalesce(extract(epoch from now() - min(recorded_at)), 0)
        from (select recorded_at from notification where state = 'PENDING' order by next_attempt_at limit ?) pending
        """;
    List<Backlog> found =
        jdbc.query(
            sql,
            (row, _) -> new Backlog(row.getLong(1), row.getLong(2), row.getDouble(3)),
            seconds(stuck),
            most);
    return found.getFirst();
  }

  private static @Nullable String content(Notification one) {
    return one.outcome() == null ? null : EventJson.writeText(one.outcome());
  }

  private static Answer answerOf(Notification one) {
    return requireNonNull(one.answer(), "not answered");
  }

  private static @Nullable String failure(
      Notification one, Function<Answer.Failure, @Nullable String> part) {
    Answer.Failure failure = answerOf(one).failure();
    return failure == null ? null : part.apply(failure);
  }

  private static void writePostponed(PreparedStatement row, Postponed one) throws SQLException {
    row.setDouble(1, seconds(one.after()));
    row.setString(2, one.error());
    row.setObject(3, one.notification().orderId());
    row.setString(4, one.notification().kind().name());
    row.setInt(5, one.notification().attempts());
  }

  private static Notification read(ResultSet row, int number) throws SQLException {
    NotificationKind kind = NotificationKind.valueOf(row.getString("kind"));
    return new Notification(
        row.getObject("order_id", UUID.class),
        kind,
        row.getString("message_id"),
        outcome(kind, row.getString("content")),
        row.getObject("causation_id", UUID.class),
        row.getString("traceparent"),
        row.getTimestamp("recorded_at").toInstant(),
        row.getInt("attempts"),
        answer(row));
  }

  private static @Nullable OrderEvent outcome(NotificationKind kind, @Nullable String content) {
    if (content == null) return null;
    return switch (kind) {
      case ORDER_CONFIRMED -> EventJson.read(content, OrderConfirmed.class);
      case ORDER_CANCELLED -> EventJson.read(content, OrderCancelled.class);
    };
  }

  private static @Nullable Answer answer(ResultSet row) throws SQLException {
    Instant time = instant(row, "event_time");
    if (time == null) return null;
    String code = row.getString("failure_code");
    return new Answer(
        row.getLong("event_sequence"),
        time,
        code == null ? null : new Answer.Failure(code, row.getString("failure_detail")));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
