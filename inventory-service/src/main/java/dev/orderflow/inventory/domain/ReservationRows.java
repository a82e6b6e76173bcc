package dev.orderflow.inventory.domain;

import static dev.orderflow.jdbc.Columns.time;
import static java.util.Objects.requireNonNull;

import dev.orderflow.events.value.Shortage;
import dev.orderflow.events.value.StockLine;
import dev.orderflow.jdbc.Change;
import dev.orderflow.jdbc.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reservations that are to be changed: reads them with their locks, in order-id order and before
 * those of stock, and writes them, many with one statement.
 */
@Repository
public class ReservationRows {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final ObjectReader LINES = JSON.readerForListOf(StockLine.class);
  private static final ObjectReader SHORTAGES = JSON.readerForListOf(Shortage.class);

  private static final Rows<Reservation> KEY =
      Rows.<Reservation>none().with("order_id", "uuid", r -> r.orderId);
  private static final Rows<Reservation> WRITTEN_ONCE =
      Rows.<Reservation>none()
          .with("lines", "jsonb", r -> JSON.writeValueAsString(r.lines))
          .with("shortages", "jsonb", r -> JSON.writeValueAsString(r.shortages))
          .with("held", "boolean", r -> r.held);
  private static final Rows<Reservation> CHANGING =
      Rows.<Reservation>none()
          .with("state", "text", r -> r.state.name())
          .with("order_sequence", "bigint", r -> r.orderSequence)
          .with("event_sequence", "bigint", r -> r.eventSequence)
          .with("event_time", "timestamptz", r -> r.eventTime)
          .with("causation_id", "uuid", r -> r.causationId);
  private static final Rows.Write<Reservation> INSERT =
      KEY.with(WRITTEN_ONCE).with(CHANGING).insertInto("reservation");
  private static final Rows.Write<Reservation> UPDATE = CHANGING.updateOf("reservation", KEY);

  private final JdbcTemplate jdbc;

  ReservationRows(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** Locks the rows of those orders that have one until the transaction ends. */
  public List<Reservation> lock(Collection<UUID> orderIds) {
    return jdbc.query(
        "select * from reservation where order_id = any (?) order by order_id for no key update",
        ReservationRows::reservation,
        (Object) orderIds.toArray(UUID[]::new));
  }

  /** How much there is to read of those orders. */
  public long bytesOf(Collection<UUID> orderIds) {
    Long bytes =
        jdbc.queryForObject(
            """
            select coalesce(sum(octet_length(lines::text) + octet_length(shortages::text)), 0)
            from reservation where order_id = any (?)
            """,
            Long.class,
            (Object) orderIds.toArray(UUID[]::new));
    return requireNonNull(bytes);
  }

  /** Fails if one of them exists: another instance was faster. */
  public Change insert(Collection<Reservation> opened) {
    return INSERT.of(opened);
  }

  /** To reservations whose rows are locked. */
  public Change update(Collection<Reservation> changed) {
    return UPDATE.of(changed);
  }

  private static Reservation reservation(ResultSet row, int number) throws SQLException {
    Reservation reservation = new Reservation();
    reservation.orderId = row.getObject("order_id", UUID.class);
    reservation.state = ReservationState.valueOf(row.getString("state"));
    reservation.lines = LINES.readValue(row.getString("lines"));
    reservation.shortages = SHORTAGES.readValue(row.getString("shortages"));
    reservation.held = row.getBoolean("held");
    reservation.orderSequence = row.getLong("order_sequence");
    reservation.eventSequence = row.getLong("event_sequence");
    reservation.eventTime = time(row, "event_time");
    reservation.causationId = row.getObject("causation_id", UUID.class);
    return reservation;
  }
}
