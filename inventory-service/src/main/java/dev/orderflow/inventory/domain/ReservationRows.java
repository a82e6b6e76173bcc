package dev.orderflow.inventory.domain;

import dev.orderflow.jdbc.Rows;
import java.util.Collection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Writes reservations, many with one statement, in the transaction that holds their locks. */
@Repository
public class ReservationRows {

  private static final JsonMapper JSON = JsonMapper.shared();

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

  /** Fails if one of them exists: another instance was faster. */
  public void insert(Collection<Reservation> opened) {
    INSERT.run(jdbc, opened);
  }

  public void update(Collection<Reservation> changed) {
    UPDATE.run(jdbc, changed);
  }
}
